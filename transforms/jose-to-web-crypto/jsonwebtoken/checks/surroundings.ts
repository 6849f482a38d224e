import { posix } from 'node:path';
import type { SourceProgram } from '../../../engine/syntax/program.js';
import type { PackageView } from '../../../engine/transform.js';
import type { Problem } from '../../problem.js';
import { mentionsTokenPackage, type TokenFile } from '../survey.js';
import { otherPackageProblems } from './other-packages.js';

/** What keeps the whole package on jsonwebtoken. */
export function surroundingProblems(
  program: SourceProgram,
  files: readonly TokenFile[],
): Problem[] {
  const { pkg } = program;
  const manifest = posix.join(pkg.dir, 'package.json');
  const places: [file: string, place: string][] = [];
  if (program.resolve(manifest, 'jsonwebtoken') !== undefined)
    places.push([manifest, 'The tsconfig.json']);
  for (const path of pkg.files)
    if (/(?:^|\/)__mocks__\/jsonwebtoken\.[cm]?[jt]sx?$/.test(path))
      places.push([path, 'This file']);
  const { moduleNameMapper } = memberOf(pkg.manifest, 'jest');
  if (JSON.stringify(moduleNameMapper ?? '').includes('jsonwebtoken'))
    places.push([manifest, 'The `moduleNameMapper` of Jest']);
  for (const path of pkg.candidates)
    if (/\.config\.[cm]?[jt]s$/.test(path) && mentionsTokenPackage(pkg.read(path) ?? ''))
      places.push([path, 'This file of settings']);
  return [
    ...places.map(([file, place]) => ({
      code: 'jsonwebtoken-mocked' as const,
      file,
      details: { place },
    })),
    ...sharedProblems(pkg, files),
    ...otherPackageProblems(pkg, files),
  ];
}

const ERRORS = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError'];

/** Packages that are known to verify tokens with jsonwebtoken, for where they are not installed. */
const ON_TOP = /^(?:express-jwt|koa-jwt|passport-jwt|@nestjs\/jwt|fastify-jwt)$/;

/** Other packages throw errors of jsonwebtoken, whose classes the code may look at. */
function sharedProblems(pkg: PackageView, files: readonly TokenFile[]): Problem[] {
  const user = files.find(({ names }) => ERRORS.some((name) => names.has(name)));
  if (!user) return [];
  const { dependencies } = pkg.manifest;
  const other = Object.keys(dependencies ?? {}).find(
    (name) =>
      ON_TOP.test(name) ||
      'jsonwebtoken' in memberOf(pkg.installed(name)?.manifest, 'dependencies'),
  );
  if (other === undefined) return [];
  return [{ code: 'jsonwebtoken-shared', file: user.file.path, details: { other } }];
}

function memberOf(value: unknown, key: string): Readonly<Record<string, unknown>> {
  const member: unknown = Object.entries(Object(value)).find(([name]) => name === key)?.[1];
  return typeof member === 'object' && member !== null ? { ...member } : {};
}

/** Whether a file uses the classes of errors of jsonwebtoken. */
export function usesErrors({ names }: TokenFile): boolean {
  return ERRORS.some((name) => names.has(name));
}
