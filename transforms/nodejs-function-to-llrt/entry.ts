import { posix } from 'node:path';
import { moduleText, requireSpecifier } from '../engine/syntax/modules.js';
import type { ParsedFile } from '../engine/syntax/parse.js';
import { SourceProgram } from '../engine/syntax/program.js';
import { ts } from '../engine/syntax/typescript.js';
import type { PackageView } from '../engine/transform.js';
import { evaluate, unwrap } from '../engine/syntax/evaluate.js';
import { builtinExports, isBuiltin } from '../llrt/compat.js';
import { NEWEST } from '../llrt/release.js';
import { ownImports } from '../llrt-check/imports/own-imports.js';
import { constantText } from '../lambda-api-to-hono/graph/constants.js';

/** Path of the entry of a function relative to the workspace root; undefined when it is not known before the code runs. */
export function entryPath(
  program: SourceProgram,
  file: string,
  expression: ts.Expression,
): string | undefined {
  const text = pathText(program, file, expression);
  if (text === undefined) return undefined;
  return posix.normalize(
    text.startsWith(HERE) ? text.slice(HERE.length) : posix.join(program.pkg.dir, text),
  );
}

/** Marks a path that does not depend on the folder the CDK is started in. */
const HERE = '\0';

/** Constants may be made of each other, also in a circle. */
const DEPTH = 16;

function pathText(
  program: SourceProgram,
  file: string,
  expression: ts.Expression,
  depth = 0,
): string | undefined {
  if (depth > DEPTH) return undefined;
  const node = unwrap(expression);
  const folder = posix.dirname(file);
  const next = (inner: ts.Expression): string | undefined =>
    pathText(program, file, inner, depth + 1);
  if (/^(?:__dirname|import\.meta\.dirname)$/.test(node.getText())) return HERE + folder;
  if (ts.isTemplateExpression(node)) return templatePath(node, next);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const parts = [next(node.left), next(node.right)];
    return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
  }
  if (ts.isCallExpression(node)) {
    const name = node.expression.getText().split('.').at(-1);
    const [first] = node.arguments;
    if (name === 'cwd') return '.';
    if (name === 'join' || name === 'resolve') return joined(node.arguments.map(next));
    if (name === 'fileURLToPath' && first) return next(first);
    if (name === 'dirname' && first) return parentOf(next(first));
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'URL') {
    const [address, base] = node.arguments ?? [];
    const path = address && constantText(program, file, address);
    return path !== undefined && base?.getText() === 'import.meta.url'
      ? HERE + posix.join(folder, path)
      : undefined;
  }
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'pathname')
    return next(node.expression);
  return fixedText(program, file, node) ?? heldPath(program, file, node, depth);
}

function parentOf(path: string | undefined): string | undefined {
  return path?.startsWith(HERE) ? HERE + posix.dirname(path.slice(HERE.length)) : undefined;
}

/** The path that a constant holds: `const folder = join(__dirname, '..')`. */
function heldPath(
  program: SourceProgram,
  file: string,
  node: ts.Expression,
  depth: number,
): string | undefined {
  if (!ts.isIdentifier(node) && !ts.isPropertyAccessExpression(node)) return undefined;
  const value = evaluate(program, file, node);
  const isMade = value.kind === 'call' || (value.kind === 'expression' && value.node !== node);
  return isMade ? pathText(program, value.file, value.node, depth + 1) : undefined;
}

/** Text of an expression that no environment variable decides. */
function fixedText(program: SourceProgram, file: string, node: ts.Expression): string | undefined {
  const value = ts.isIdentifier(node) ? evaluate(program, file, node) : undefined;
  const text = value && 'node' in value ? value.node.getText() : node.getText();
  return text.includes('process.env') ? undefined : constantText(program, file, node);
}

function templatePath(
  node: ts.TemplateExpression,
  next: (inner: ts.Expression) => string | undefined,
): string | undefined {
  const parts = [
    node.head.text,
    ...node.templateSpans.flatMap((span) => [next(span.expression), span.literal.text]),
  ];
  return parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  if (!parts.every((part) => part !== undefined)) return undefined;
  const [first = '', ...rest] = parts;
  return first.startsWith(HERE)
    ? HERE + posix.join(first.slice(1), ...rest)
    : posix.join(first, ...rest);
}

/** What code loads, directly and through files of the workspace. */
export interface Reach {
  /** Where each package or built-in module is loaded first, by specifier. */
  readonly loaded: ReadonlyMap<string, ts.Node>;
  /** Names that modules of Node.js have and LLRT lacks, for example `createSign of node:crypto`. */
  readonly missing: ReadonlyMap<string, ts.Node>;
  /** Why not all of it was seen. */
  readonly unseen: string | undefined;
}

/** Follows the imports of an entry. */
export function reachOf(pkg: PackageView, entry: string): Reach {
  const program = workspaceProgram(pkg, entry);
  const start = program.resolve('', `./${entry}`);
  const loaded = new Map<string, ts.Node>();
  const missing = new Map<string, ts.Node>();
  let unseen: string | undefined =
    start === undefined ? `${entry} is no source of the workspace` : undefined;
  const seen = new Set<string>();
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const file = program.file(path);
    if (!file) return void (unseen ??= `${path} does not parse`);
    for (const [name, node] of missingNames(file)) missing.set(name, node);
    for (const { specifier, node } of importsOf(file.ast)) {
      const target = program.resolve(path, specifier);
      if (target !== undefined) visit(target);
      else if (specifier.startsWith('.')) {
        if (!/\.(?:json|txt|html|sql|graphql)$/.test(specifier))
          unseen ??= `${specifier} in ${path}`;
      } else if (pkg.workspace?.names.includes(packageName(specifier)))
        unseen ??= `the package ${packageName(specifier)} of the workspace`;
      else if (!loaded.has(specifier)) loaded.set(specifier, node);
    }
  };
  if (start !== undefined) visit(start);
  return { loaded, missing, unseen };
}

function missingNames(file: ParsedFile): readonly (readonly [string, ts.Node])[] {
  return ownImports(file).flatMap(({ specifier, names, node }) => {
    const there = isBuiltin(specifier) ? builtinExports(NEWEST, specifier) : undefined;
    if (!there) return [];
    return names
      .filter((name) => name !== 'default' && !there.has(name))
      .map((name) => [`${name} of ${specifier}`, node] as const);
  });
}

/** The sources of the whole workspace, with the path aliases of the package that the entry is in. */
function workspaceProgram(pkg: PackageView, entry: string): SourceProgram {
  const { workspace } = pkg;
  const own = new Set(pkg.files);
  const files = [...new Set([...(workspace?.files ?? []), ...pkg.files])];
  const read = (path: string): string | undefined =>
    own.has(path) ? pkg.read(path) : (workspace?.read(path) ?? pkg.read(path));
  let dir = posix.dirname(entry);
  while (dir !== '.' && read(posix.join(dir, 'package.json')) === undefined)
    dir = posix.dirname(dir);
  return new SourceProgram({ ...pkg, files, read, dir: dir === '.' ? '' : dir });
}

interface Import {
  readonly specifier: string;
  readonly node: ts.Node;
}

function importsOf(ast: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (specifier: string | undefined, node: ts.Node): void => {
    if (specifier !== undefined) found.push({ specifier, node });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      if (!isTypeOnly(node)) add(moduleText(node.moduleSpecifier), node);
    } else if (ts.isExportDeclaration(node)) {
      if (!node.isTypeOnly) add(moduleText(node.moduleSpecifier), node);
    } else if (ts.isExternalModuleReference(node)) add(moduleText(node.expression), node);
    else if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      add(isImport ? moduleText(node.arguments[0]) : requireSpecifier(node), node);
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return found;
}

function isTypeOnly({ importClause }: ts.ImportDeclaration): boolean {
  if (!importClause) return false;
  if (importClause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = importClause.namedBindings;
  return (
    !importClause.name &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.length > 0 &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

/** `@scope/name` or `name` of a specifier. */
export function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
