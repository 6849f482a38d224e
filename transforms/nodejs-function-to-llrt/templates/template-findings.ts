import { posix } from 'node:path';
import type { Finding } from '../../engine/finding.js';
import { foldersOf } from '../../engine/package-view.js';
import type { PackageView } from '../../engine/transform.js';
import { moduleFindings } from './configuration-module.js';
import { samFindings } from './sam-findings.js';
import { serverlessFindings } from './serverless-findings.js';

type Reader = (pkg: PackageView, file: string, text: string) => Finding[];

const byModule: Reader = (_pkg, file, text) => moduleFindings(file, text);

/** How each template is read, by its name in the folder of a package. */
const READERS: Readonly<Record<string, Reader>> = {
  'template.yaml': samFindings,
  'template.yml': samFindings,
  'template.json': samFindings,
  'sam.yaml': samFindings,
  'sam.yml': samFindings,
  'serverless.yml': serverlessFindings,
  'serverless.yaml': serverlessFindings,
  'serverless.json': serverlessFindings,
  'serverless.ts': byModule,
  'serverless.mts': byModule,
  'serverless.js': byModule,
  'serverless.mjs': byModule,
  'serverless.cjs': byModule,
};

/** Templates that are looked at, in the folder of a package. */
export const TEMPLATE_FILES: readonly string[] = Object.keys(READERS);

/** Functions on Node.js in SAM and Serverless Framework templates, with the text that replaces them. */
export function templateFindings(pkg: PackageView): Finding[] {
  const folders = foldersOf(
    pkg.dir,
    pkg.siblings().map(({ dir }) => dir),
  );
  return folders.flatMap((folder) =>
    Object.entries(READERS).flatMap(([name, read]) => {
      const file = posix.join(folder, name);
      const text = (pkg.read(file) ?? pkg.workspace?.read(file))?.replaceAll('\r\n', '\n');
      return text === undefined ? [] : read(pkg, file, text);
    }),
  );
}
