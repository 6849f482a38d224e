import { posix } from 'node:path';
import { ts } from '../engine/syntax/typescript.js';
import { readExports } from '../engine/syntax/modules.js';
import { isTypeScript, parseFile } from '../engine/syntax/parse.js';
import type { PackageView } from '../engine/transform.js';
import { renderCompat } from './compat/render.js';
import type { Application } from './application.js';
import { lacksFetchTypes } from './dom-types.js';
import { isCompatSpecifier } from './graph/carriers.js';
import { COMPAT_MODULE, LEGACY_PACKAGE } from './graph/names.js';
import { formatOf, type ModuleFormat } from './imports.js';

/** Version of hono that the emitted code was measured with. */
export const HONO_RANGE = '^4.13.19';

/** Where the compat module for a file is, or will be. */
export type CompatPlaces = (file: string) => string;

/**
 * One compat module serves a package, beside the file that makes the API, or in the folder
 * that several such files share. Projects of a workspace without package.json files of
 * their own (Nx) get one each.
 */
export function compatPlaces(app: Application): CompatPlaces {
  const { pkg } = app.program;
  const projects = new Map<string, string>();
  for (const path of pkg.files) if (isCompatFile(path)) projects.set(projectOf(pkg, path), path);
  const creators = new Map<string, string[]>();
  for (const { file } of app.graph.instances) {
    const project = projectOf(pkg, file);
    creators.set(project, [...(creators.get(project) ?? []), file]);
  }
  for (const [project, files] of creators)
    if (!projects.has(project)) projects.set(project, newPath(files));
  const [only] = projects.values();
  return (file) =>
    projects.get(projectOf(pkg, file)) ??
    only ??
    newPath([app.files[0] ?? posix.join(pkg.dir, 'index.js')]);
}

/** Folder of the Nx project around a file, the package's own folder elsewhere. */
export function projectOf(pkg: PackageView, file: string): string {
  for (let dir = posix.dirname(file); dir !== pkg.dir && dir !== '.'; dir = posix.dirname(dir))
    if (pkg.read(posix.join(dir, 'project.json')) !== undefined) return dir;
  return pkg.dir;
}

function newPath(files: readonly string[]): string {
  const [first = ''] = files;
  const extension = /\.m[jt]s$/.test(first)
    ? posix.extname(first)
    : /\.tsx?$|\.cts$/.test(first)
      ? '.ts'
      : '.js';
  return posix.join(commonFolder(files), COMPAT_MODULE + extension);
}

function commonFolder(files: readonly string[]): string {
  let folder = posix.dirname(files[0] ?? '');
  for (const file of files)
    while (folder !== '.' && !file.startsWith(`${folder}/`)) folder = posix.dirname(folder);
  return folder;
}

/**
 * New texts of the compat modules with just the functions that the package imports from
 * them; null for one that nothing imports any more.
 */
export function compatTexts(pkg: PackageView, before: PackageView): Map<string, string | null> {
  const used = new Map<string, Usage>();
  for (const path of pkg.files) if (isCompatFile(path)) used.set(path, newUsage());
  for (const file of pkg.files) {
    const text = pkg.read(file) ?? '';
    if (isCompatFile(file) || !text.includes(COMPAT_MODULE)) continue;
    const parsed = parseFile(file, text);
    for (const { names, specifier } of compatImports(parsed.ast)) {
      const path = pathOf(file, specifier, used);
      const usage = used.get(path) ?? newUsage();
      used.set(path, usage);
      for (const name of names) usage.names.add(name);
      if (formatOf(parsed, pkg.manifest.type) === 'cjs') usage.needsCommonJs = true;
    }
  }
  const texts = new Map<string, string | null>();
  for (const [path, { names, needsCommonJs }] of used) {
    // A module that has just what is needed stays as it is: its owner may have formatted it.
    if (isSame(exportedNames(path, before.read(path)), names)) continue;
    const language: 'ts' | 'js' = isTypeScript(path) ? 'ts' : 'js';
    const format: ModuleFormat = language === 'js' && needsCommonJs ? 'cjs' : 'esm';
    const lambdaApi = versionIn(before.read(path)) ?? before.installedVersion(LEGACY_PACKAGE);
    const target = lambdaApi === undefined ? { language, format } : { language, format, lambdaApi };
    const reference = language === 'ts' && lacksFetchTypes(before) ? FETCH_TYPES : '';
    texts.set(path, names.size > 0 ? reference + renderCompat(names, target) : null);
  }
  return texts;
}

function isSame(held: ReadonlySet<string>, wanted: ReadonlySet<string>): boolean {
  return held.size > 0 && held.size === wanted.size && [...wanted].every((name) => held.has(name));
}

function exportedNames(path: string, text: string | undefined): Set<string> {
  if (text === undefined) return new Set();
  const names = new Set<string>();
  const { ast } = parseFile(path, text);
  for (const name of readExports(ast).named.keys()) names.add(name);
  for (const statement of ast.statements) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    const isExported =
      isType && statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
    if (isExported) names.add(statement.name.text);
    const object = exportedObject(statement);
    for (const property of object?.properties ?? [])
      if (property.name) names.add(property.name.getText());
  }
  return names;
}

function exportedObject(statement: ts.Statement): ts.ObjectLiteralExpression | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression))
    return undefined;
  const { left, right } = statement.expression;
  const isIt = left.getText() === 'module.exports' && ts.isObjectLiteralExpression(right);
  return isIt ? right : undefined;
}

/** Brings the types of the fetch standard, which run on every Lambda runtime since Node 18. */
const FETCH_TYPES = '/// <reference lib="dom" />\n';

interface Usage {
  readonly names: Set<string>;
  needsCommonJs: boolean;
}

function newUsage(): Usage {
  return { names: new Set(), needsCommonJs: false };
}

/** File that a specifier of the compat module means, whether it is there yet or not. */
function pathOf(from: string, specifier: string, known: ReadonlyMap<string, unknown>): string {
  const bare = posix.join(posix.dirname(from), specifier).replace(/\.[cm]?[jt]s$/, '');
  const candidates = ['.ts', '.js', '.mts', '.mjs'].map((extension) => bare + extension);
  const existing = candidates.find((path) => known.has(path));
  return (
    existing ??
    (isTypeScript(from) ? `${bare}.ts` : /\.m[jt]s$/.test(from) ? `${bare}.mjs` : `${bare}.js`)
  );
}

/** Rules of the emitted module and the newest version of lambda-api that followed them, oldest first. */
const RULE_VERSIONS: readonly (readonly [string, string])[] = [
  ['cutsAtCommas', '0.10.7'],
  ['keepsCookieValues', '1.0.3'],
  ['raisesApiErrors', '1.1.0'],
  ['inheritsAtPrefix', '1.2.0'],
];

/** The version of lambda-api that an existing compat module was written for: it may be gone from package.json. */
function versionIn(text: string | undefined): string | undefined {
  if (text === undefined || !text.includes('const RULES')) return undefined;
  const oldest = RULE_VERSIONS.find(([rule]) => text.includes(`${rule}: false`));
  return oldest?.[1] ?? '1.5.1';
}

function compatImports(ast: ts.SourceFile): { specifier: string; names: string[] }[] {
  return ast.statements.flatMap((statement) => {
    const specifier = compatSpecifierOf(statement);
    return specifier === undefined ? [] : [{ specifier, names: importedNames([statement]) }];
  });
}

function compatSpecifierOf(statement: ts.Statement): string | undefined {
  const node = ts.isImportDeclaration(statement)
    ? statement.moduleSpecifier
    : ts.isVariableStatement(statement)
      ? requireArgument(statement)
      : undefined;
  return node && ts.isStringLiteralLike(node) && isCompatSpecifier(node) ? node.text : undefined;
}

function requireArgument(statement: ts.VariableStatement): ts.Expression | undefined {
  const call = statement.declarationList.declarations[0]?.initializer;
  return call && ts.isCallExpression(call) ? call.arguments[0] : undefined;
}

function importedNames(statements: readonly ts.Statement[]): string[] {
  const names: string[] = [];
  for (const statement of statements) {
    if (ts.isImportDeclaration(statement) && isCompatSpecifier(statement.moduleSpecifier)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings))
        names.push(
          ...bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text),
        );
    } else if (ts.isVariableStatement(statement)) names.push(...requiredNames(statement));
  }
  return names;
}

function requiredNames(statement: ts.VariableStatement): string[] {
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!initializer || !ts.isCallExpression(initializer) || !ts.isObjectBindingPattern(name))
      return [];
    if (!isCompatSpecifier(initializer.arguments[0])) return [];
    return name.elements.map((element) => (element.propertyName ?? element.name).getText());
  });
}

/** Whether a path is that of a compat module. */
export function isCompatFile(path: string): boolean {
  return isCompatSpecifier(literal(path));
}

function literal(path: string): ts.Node {
  return ts.factory.createStringLiteral(path);
}
