import { posix } from 'node:path';
import type { Finding } from '../../engine/finding.js';
import { foldersOf } from '../../engine/package-view.js';
import type { PackageView } from '../../engine/transform.js';
import { llrtFunctionFinding } from '../findings.js';
import { moduleFindings } from './configuration-module.js';
import { samFindings } from './sam-findings.js';
import { serverlessFindings } from './serverless-findings.js';
import { TemplateText } from './template-text.js';

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
      if (text === undefined) return [];
      return isData(name) && new TemplateText(text).problem() !== undefined
        ? unreadable(file, text)
        : read(pkg, file, text);
    }),
  );
}

const isData = (name: string): boolean => /\.(?:ya?ml|json)$/.test(name);

/** The runtimes of a template that does not parse: no exact text can be given, and none is left out. */
function unreadable(file: string, text: string): Finding[] {
  const reason = new TemplateText(text).problem() ?? '';
  const remedy = `The template does not parse (${reason}), so no exact text can be given. Put that right and run the command again, or change the functions by hand: the runtime \`provided.al2023\`, a layer made of LLRT, and a bundle that is an ES module for es2023.`;
  const code = file.includes('serverless') ? 'serverless-function' : 'sam-function';
  return [...text.matchAll(/^[ \t]*["']?[Rr]untime["']?:[ \t]*["']?(nodejs\d+\.x)/gm)].map(
    (match) => {
      const line = text.slice(0, match.index).split('\n').length;
      return llrtFunctionFinding(code, { file, line, column: 1, runtime: match[1] ?? '', remedy });
    },
  );
}
