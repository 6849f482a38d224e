import type { FunctionNode } from '../../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../../engine/syntax/program.js';
import { ts } from '../../../engine/syntax/typescript.js';
import { findSites, type Site } from '../../sites/find-sites.js';
import { followName } from '../../sites/follow.js';
import { namesOf } from '../../sites/names.js';
import {
  isExported,
  noExports,
  noteDeclaration,
  noteExport,
  type ExportNames,
} from './function-exports.js';
import { importersOf, outsiderOf } from './importers.js';
import { isRegistered } from './registration.js';

/** Every call of a function, or why they are not all known. */
export type Calls =
  | { readonly kind: 'known'; readonly calls: readonly ts.CallExpression[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** Finds every call of a function in the package. */
export function callsOf(program: SourceProgram, file: string, fn: FunctionNode): Calls {
  const exports = noExports();
  const uses = usesAtHome(program, file, fn, exports);
  if (!uses) return unknown('it has no name that could be followed to its calls');
  if (isExported(exports)) {
    if ([...exports.named, ...exports.members].some((name) => /^(?:lambda)?handler$/i.test(name)))
      return unknown('it is the handler that Lambda calls');
    const outsider = outsiderOf(program.pkg, file);
    if (outsider !== undefined) return unknown(`${outsider} may call it`);
    const others = usesElsewhere(program, file, exports, new Set());
    if (!others) return unknown('a file exports or passes on the module that it is in');
    uses.push(...others);
  }
  const calls: ts.CallExpression[] = [];
  for (const use of uses) {
    const { parent } = use;
    if (isRegistered(program, use)) continue;
    if (!ts.isCallExpression(parent) || parent.expression !== use)
      return unknown(`\`${textOf(parent)}\` uses it as a value`);
    calls.push(parent);
  }
  return uses.length > 0 ? { kind: 'known', calls } : unknown('nothing in the package calls it');
}

/** Places that use a function, as far as they are known. */
export function usesOf(program: SourceProgram, file: string, fn: FunctionNode): ts.Node[] {
  const exports = noExports();
  const own = usesAtHome(program, file, fn, exports) ?? [];
  return isExported(exports)
    ? [...own, ...(usesElsewhere(program, file, exports, new Set()) ?? [])]
    : own;
}

function unknown(why: string): Calls {
  return { kind: 'unknown', why };
}

function textOf(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 50 ? `${text.slice(0, 47)}...` : text;
}

/** Uses in the file of a function that are no exports; its exports are noted. */
function usesAtHome(
  program: SourceProgram,
  file: string,
  fn: FunctionNode,
  exports: ExportNames,
): ts.Node[] | undefined {
  const bindings = program.bindings(file);
  const { parent } = fn;
  const name = ts.isFunctionDeclaration(fn)
    ? fn.name
    : isConstant(parent)
      ? parent.name
      : undefined;
  if (ts.isFunctionDeclaration(fn)) noteDeclaration(fn, fn.name?.text, exports);
  else if (isConstant(parent)) noteDeclaration(parent.parent.parent, parent.name.text, exports);
  else if (!noteExport(fn, exports)) return undefined;
  const references = name ? bindings.references(name) : [];
  const own = ts.isFunctionExpression(fn) && fn.name ? bindings.references(fn.name) : [];
  const inExports = [...exports.named, ...exports.members].flatMap((one) =>
    accessesOf(program, file, one),
  );
  return [...references, ...own, ...inExports].filter((use) => !noteExport(use, exports));
}

function isConstant(
  node: ts.Node,
): node is ts.VariableDeclaration & { name: ts.Identifier; parent: ts.VariableDeclarationList } {
  return (
    ts.isVariableDeclaration(node) &&
    ts.isIdentifier(node.name) &&
    node.type === undefined &&
    (node.parent.flags & ts.NodeFlags.Const) !== 0
  );
}

/** `exports.f`, `module.exports.f` and `this.f`, where they are read. */
function accessesOf(program: SourceProgram, file: string, name: string): ts.Node[] {
  return program
    .bindings(file)
    .identifiers(name)
    .map(({ parent }) => parent)
    .filter(ts.isPropertyAccessExpression)
    .filter(({ expression }) => /^(?:(?:module\.)?exports|this)$/.test(expression.getText()))
    .filter((access) => !(ts.isBinaryExpression(access.parent) && access.parent.left === access));
}

/** Uses in files that import the function; undefined where one of them hides it. */
function usesElsewhere(
  program: SourceProgram,
  path: string,
  exports: ExportNames,
  seen: Set<string>,
): ts.Node[] | undefined {
  const key = [path, exports.isMain, ...exports.named, '', ...exports.members].join(' ');
  if (seen.has(key)) return [];
  seen.add(key);
  const found: ts.Node[] = [];
  for (const importer of importersOf(program, path)) {
    const file = program.file(importer);
    if (!file) return undefined;
    const sites = findSites(file, (text) => program.resolve(importer, text) === path);
    for (const site of sites) {
      const uses = usesOfSite(program, importer, site, exports, seen);
      if (!uses) return undefined;
      found.push(...uses);
    }
  }
  return found;
}

function usesOfSite(
  program: SourceProgram,
  importer: string,
  site: Site,
  exports: ExportNames,
  seen: Set<string>,
): ts.Node[] | undefined {
  const bindings = program.bindings(importer);
  const { names, whole, isStar } = namesOf(site, bindings);
  if (site.form === 'resolve' || site.form === 'augmentation') return undefined;
  if (site.form === 'export' || isStar)
    return throughExport(program, importer, site, exports, seen);
  const isMainUse = exports.isMain && (site.form === 'require' || site.form === 'import-equals');
  if (whole.length > 0 && !isMainUse) return undefined;
  const found = isMainUse ? [...whole] : [];
  for (const { name, node, local } of names) {
    const declared = local ?? (name === 'default' && ts.isIdentifier(node) ? node : undefined);
    const uses = declared ? bindings.references(declared) : [node];
    if (name !== 'default' && (exports.named.has(name) || exports.members.has(name)))
      found.push(...uses);
    else if (name === 'default' && exports.isMain) found.push(...uses);
    else if (name === 'default' && exports.members.size + exports.named.size > 0) {
      if (!declared) return undefined;
      const members = followName(bindings, declared);
      if (members.whole.length > 0) return undefined;
      const own = members.members.filter(
        (one) => exports.members.has(one.name) || exports.named.has(one.name),
      );
      found.push(...own.map((one) => one.node));
    }
  }
  return found;
}

/** `export { f } from './f.js'` and `export * from './f.js'`: the function has another file's name as well. */
function throughExport(
  program: SourceProgram,
  importer: string,
  { node }: Site,
  exports: ExportNames,
  seen: Set<string>,
): ts.Node[] | undefined {
  if (!ts.isExportDeclaration(node)) return undefined;
  const passed = noExports();
  const clause = node.exportClause;
  if (!clause) for (const name of exports.named) passed.named.add(name);
  else if (!ts.isNamedExports(clause)) return undefined;
  else
    for (const element of clause.elements) {
      const inner = (element.propertyName ?? element.name).text;
      if (inner === 'default' && exports.members.size > 0) return undefined;
      if (!(inner === 'default' ? exports.isMain : exports.named.has(inner))) continue;
      if (element.name.text === 'default') passed.isMain = true;
      else passed.named.add(element.name.text);
    }
  if (!isExported(passed)) return [];
  const outsider = outsiderOf(program.pkg, importer);
  return outsider === undefined ? usesElsewhere(program, importer, passed, seen) : undefined;
}
