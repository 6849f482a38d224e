import { posix } from 'node:path';
import type { SourceProgram } from '../../../engine/syntax/program.js';
import type { PackageView } from '../../../engine/transform.js';

const SPECIFIER = /(?:\bfrom|\brequire\s*\(|\bimport\s*\(?|\bmock\s*\()\s*(['"`])([^'"`\n]+)\1/g;

const known = new WeakMap<SourceProgram, ReadonlyMap<string, ReadonlySet<string>>>();

/** Files of the package that load a file of it. */
export function importersOf(program: SourceProgram, path: string): readonly string[] {
  let index = known.get(program);
  if (!index) known.set(program, (index = indexOf(program)));
  return [...(index.get(path) ?? [])];
}

function indexOf(program: SourceProgram): Map<string, Set<string>> {
  const index = new Map<string, Set<string>>();
  for (const path of program.pkg.files)
    for (const specifier of specifiersIn(program.pkg.read(path))) {
      const target = program.resolve(path, specifier);
      if (target !== undefined) index.set(target, (index.get(target) ?? new Set()).add(path));
    }
  return index;
}

function specifiersIn(text: string | undefined): string[] {
  return [...(text ?? '').matchAll(SPECIFIER)].map(([, , specifier = '']) => specifier);
}

/** Who besides the files of the package may call what a file exports; undefined where nobody does. */
export function outsiderOf(pkg: PackageView, path: string): string | undefined {
  const { manifest } = pkg;
  const isPublished =
    manifest.private !== true &&
    ('publishConfig' in manifest || ('exports' in manifest && 'version' in manifest));
  if (isPublished) return 'whoever installs the package';
  const loader = pkg.loadedOutside().get(path);
  if (loader !== undefined) return loader;
  for (const other of pkg.siblings().filter(({ dir }) => dir !== pkg.dir)) {
    const { dependencies, devDependencies, peerDependencies } = other.manifest;
    if (pkg.name in { ...dependencies, ...devDependencies, ...peerDependencies })
      return `the package ${other.name}`;
    const file = other.files.find((one) => leadsTo(other.read(one), one, path));
    if (file !== undefined) return file;
  }
  return undefined;
}

function leadsTo(text: string | undefined, from: string, path: string): boolean {
  const bare = (one: string): string => one.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '');
  return specifiersIn(text).some(
    (specifier) =>
      specifier.startsWith('.') && bare(posix.join(posix.dirname(from), specifier)) === bare(path),
  );
}
