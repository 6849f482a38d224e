import { posix } from 'node:path';
import { isTypeScript, parseFile } from '../../engine/syntax/parse.js';
import { readExports } from '../../engine/syntax/modules.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import { formatOf } from '../../lambda-api-to-hono/imports/module-format.js';
import { HELPER_HEADER, type HelperName } from './declarations.js';
import type { HelperTarget } from './render.js';

/** The module that a package takes the functions from. */
export interface HelperModule {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly target: HelperTarget;
  /** What it exports already; empty when it is not there yet. */
  readonly exported: ReadonlySet<HelperName>;
}

const BASE_NAMES = ['form-body', 'urlencoded-form-body'];

/**
 * The module of a package: the one that is there, else a new one in the folder that all
 * files which read forms have in common.
 *
 * @param files all files that read forms, whether they are selected or not, so that the place is the same for every selection
 */
export function helperModule(pkg: PackageView, files: readonly string[]): HelperModule {
  const held = pkg.files.find((path) => pkg.read(path)?.startsWith(HELPER_HEADER));
  const path = held ?? newPath(pkg, files);
  const isTs = isTypeScript(path);
  const language = isTs ? 'ts' : 'js';
  const format = !isTs && files.some((file) => isCommonJs(pkg, file)) ? 'cjs' : 'esm';
  const text = held === undefined ? undefined : pkg.read(held);
  return {
    path,
    target: { language, format },
    exported: text === undefined ? new Set() : exportedNames(path, text),
  };
}

function newPath(pkg: PackageView, files: readonly string[]): string {
  const folder = commonFolder(files);
  const extension = extensionOf(pkg, files);
  const free = BASE_NAMES.find((base) => !pkg.files.some((path) => isNamed(path, folder, base)));
  return posix.join(folder, `${free ?? `${BASE_NAMES[0] ?? ''}-2`}${extension}`);
}

function isNamed(path: string, folder: string, base: string): boolean {
  return posix.dirname(path) === folder && posix.basename(path).split('.')[0] === base;
}

function extensionOf(pkg: PackageView, files: readonly string[]): string {
  const typed = files.filter(isTypeScript);
  if (typed.length > 0) return typed.every((file) => file.endsWith('.mts')) ? '.mts' : '.ts';
  if (files.some((file) => isCommonJs(pkg, file)))
    return pkg.manifest.type === 'module' ? '.cjs' : '.js';
  return files.every((file) => file.endsWith('.mjs')) ? '.mjs' : '.js';
}

function isCommonJs(pkg: PackageView, path: string): boolean {
  return formatOf(parseFile(path, pkg.read(path) ?? ''), pkg.manifest.type) === 'cjs';
}

function commonFolder(files: readonly string[]): string {
  let folder = posix.dirname(files[0] ?? '');
  for (const file of files)
    while (folder !== '.' && !file.startsWith(`${folder}/`)) folder = posix.dirname(folder);
  return folder;
}

function exportedNames(path: string, text: string): Set<HelperName> {
  const { ast } = parseFile(path, text);
  const names = new Set(readExports(ast).named.keys());
  for (const statement of ast.statements)
    if (ts.isExpressionStatement(statement) && ts.isBinaryExpression(statement.expression)) {
      const { right } = statement.expression;
      if (ts.isObjectLiteralExpression(right))
        for (const property of right.properties) names.add(property.name?.getText() ?? '');
    }
  return new Set(HELPER_NAMES.filter((name) => names.has(name)));
}

const HELPER_NAMES: readonly HelperName[] = [
  'readForm',
  'parseForm',
  'parseFormAll',
  'parseDottedForm',
];

/** Whether a name is one that the module exports. */
export function isHelperName(name: string): name is HelperName {
  return HELPER_NAMES.some((known) => known === name);
}
