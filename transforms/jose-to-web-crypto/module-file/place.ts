import { posix } from 'node:path';
import { isTypeScript } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { isTestFile } from '../../lambda-api-to-hono/handlers/call-sites.js';
import { formatOf, type ModuleFormat } from '../../lambda-api-to-hono/imports/module-format.js';
import { areCompiledTogether } from './compiled-together.js';
import { BASE_NAME, isModulePath } from './names.js';

/** A module that takes the place of jose. */
export interface ModulePlace {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly language: 'typescript' | 'javascript';
  readonly format: ModuleFormat;
}

/**
 * Where each file of a package has, or will have, its module: one for TypeScript, and one for
 * JavaScript that runs beside it without being compiled.
 *
 * @param users all files that use jose or the module, whether they are selected or not, so that the place is the same for every selection
 * @param baseName name of the module without its extension
 */
export function modulePlaces(
  program: SourceProgram,
  users: readonly string[],
  baseName = BASE_NAME,
): (file: string) => ModulePlace {
  const isTyped = areCompiledTogether(program, users);
  const typed = users.filter(isTyped);
  const plain = users.filter((file) => !isTyped(file));
  const typedPlace = typed.length > 0 ? typedModule(program, typed, baseName) : undefined;
  const plainPlace =
    plain.length > 0 ? plainModule(program, plain, baseName, typed.length > 0) : undefined;
  return (file) => {
    const place = isTyped(file) ? typedPlace : plainPlace;
    if (!place) throw new Error(`${file} was not known to use jose.`);
    return place;
  };
}

function typedModule(
  program: SourceProgram,
  users: readonly string[],
  baseName: string,
): ModulePlace {
  const held = program.pkg.files.find((path) => isModulePath(path, baseName) && isTypeScript(path));
  const own = [...new Set(users.filter(isTypeScript).map((path) => posix.extname(path)))];
  const extension = own.length === 1 && /^\.[mc]ts$/.test(own[0] ?? '') ? own[0] : '.ts';
  const path = held ?? posix.join(folderFor(program, users), baseName + extension);
  return { path, language: 'typescript', format: 'esm' };
}

function plainModule(
  program: SourceProgram,
  users: readonly string[],
  baseName: string,
  besideTypeScript: boolean,
): ModulePlace {
  const { files, manifest } = program.pkg;
  const held = files.find((path) => isModulePath(path, baseName) && !isTypeScript(path));
  const formats = users.map((path) => {
    const file = program.file(path);
    return file ? formatOf(file, manifest.type) : 'esm';
  });
  const format = formats.includes('cjs') ? 'cjs' : 'esm';
  const isModule = manifest.type === 'module';
  const native = isModule ? 'esm' : 'cjs';
  // Another extension than .js keeps it apart from a TypeScript module of the same name.
  const needsOwn = besideTypeScript || (format !== native && (isModule || runsAlone(users)));
  const extension = needsOwn ? `.${format === 'cjs' ? 'c' : 'm'}js` : '.js';
  const path = held ?? posix.join(folderFor(program, users), baseName + extension);
  return { path, language: 'javascript', format: path.endsWith('.cjs') ? 'cjs' : format };
}

/** ES modules in a package of CommonJS run by themselves where they say so; others are bundled. */
function runsAlone(users: readonly string[]): boolean {
  return users.some((path) => path.endsWith('.mjs'));
}

const ASIDE = /(?:^|\/)(?:scripts?|tools?|bin|infra|tests?|e2e|spec)\//;

/** The folder that the sources among the users have in common; scripts and tests import from there. */
function folderFor(program: SourceProgram, users: readonly string[]): string {
  const { dir } = program.pkg;
  const code = users.filter((path) => !isTestFile(path));
  const inSource = code.filter((path) => path.startsWith(posix.join(dir, 'src/')));
  const main = code.filter((path) => !ASIDE.test(path.slice(dir.length)));
  return commonFolder([inSource, main, code, users].find((list) => list.length > 0) ?? users);
}

function commonFolder(files: readonly string[]): string {
  let folder = posix.dirname(files[0] ?? '');
  for (const file of files)
    while (folder !== '.' && !file.startsWith(`${folder}/`)) folder = posix.dirname(folder);
  return folder;
}
