import { ts } from '../../engine/syntax/typescript.js';
import { exportName, isVoidHeader } from '../decide/collect-names.js';
import type { NamedExport, Shape } from '../decide/shape.js';
import type { Chain } from '../model/facts.js';
import { memberOf } from './export-parts.js';
import type { FileRewrite } from './file-rewrite.js';
import { endOf, addAtEnd, addBehind, addText, removeStatement } from './lines.js';
import { isName } from './name-book.js';

type NamesShape = Extract<Shape, { kind: 'names' | 'collected' }>;

/** Rewrites `exports.a = …` to variables, exported one by one or as an object at the end. */
export function rewriteNames(rewrite: FileRewrite, shape: NamesShape): void {
  const { module, edits, end } = rewrite;
  const locals = new Map(shape.names.map((entry) => [entry.name, entry]));
  for (const chain of module.chains) rewriteChain(rewrite, shape, chain);
  for (const ref of module.exportRefs) {
    const local = ref.name === undefined ? undefined : locals.get(ref.name)?.local;
    if (local === undefined || (ref.use !== 'read' && ref.use !== 'update')) continue;
    const member = memberOf(ref);
    edits.replace(member.getStart(), member.end, local);
  }
  if (shape.kind === 'collected' || shape.hasDefault)
    addAtEnd(rewrite, [`export default ${objectText(shape.names)}${end}`]);
}

function objectText(names: readonly NamedExport[]): string {
  const parts = names.map(({ name, local }) => {
    if (name === local) return name;
    return /^[\w$]+$/.test(name) ? `${name}: ${local}` : `'${name}': ${local}`;
  });
  const line = `{ ${parts.join(', ')} }`;
  return line.length <= 80 ? line : `{\n  ${parts.join(',\n  ')},\n}`;
}

function rewriteChain(rewrite: FileRewrite, shape: NamesShape, chain: Chain): void {
  const { module, edits } = rewrite;
  if (isVoidHeader(module, chain)) {
    if (chain.statement) removeStatement(rewrite, chain.statement);
    return;
  }
  const entries = shape.names.filter((entry) => entry.chain === chain);
  if (entries.length === 0) {
    const locals = new Map(shape.names.map(({ name, local }) => [name, local]));
    for (const target of chain.targets) {
      const local = locals.get(exportName(module, target) ?? '');
      if (local !== undefined) edits.replace(target.getStart(), target.end, local);
    }
    return;
  }
  const isExported = shape.kind === 'names';
  if (chain.declaration) rewriteDeclaration(rewrite, chain, entries, isExported);
  else if (chain.statement && entries.every(({ declaration }) => declaration))
    rewriteOwn(rewrite, chain.statement, entries, isExported);
  else if (chain.statement) rewriteFirst(rewrite, chain, chain.statement, entries, isExported);
}

/** `exports.a = a;` with a variable that keeps its value. */
function rewriteOwn(
  rewrite: FileRewrite,
  statement: ts.ExpressionStatement,
  entries: readonly NamedExport[],
  isExported: boolean,
): void {
  const { edits, end } = rewrite;
  const listed: NamedExport[] = [];
  for (const entry of isExported ? entries : []) {
    const place = exportablePlace(entry);
    if (place) addText(rewrite, place.getStart(), 'export ');
    else listed.push(entry);
  }
  const [only] = listed;
  if (!only) removeStatement(rewrite, statement);
  else {
    const text =
      only.name === 'default' && listed.length === 1
        ? `export default ${only.local}`
        : `export { ${listed.map(listText).join(', ')} }`;
    edits.replace(statement.getStart(), endOf(statement), text + end);
  }
}

/** The declaration in front of which `export` can be written. */
function exportablePlace({ name, local, declaration }: NamedExport): ts.Node | undefined {
  const parent = declaration?.parent;
  if (!parent || name !== local) return undefined;
  if (ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent)) return parent;
  if (!ts.isVariableDeclaration(parent) || !ts.isVariableDeclarationList(parent.parent))
    return undefined;
  if (parent.parent.declarations.length !== 1) return undefined;
  const statement = parent.parent.parent;
  return ts.isVariableStatement(statement) && !isRequire(parent.initializer)
    ? statement
    : undefined;
}

function isRequire(node: ts.Expression | undefined): boolean {
  let at = node;
  while (at && (ts.isPropertyAccessExpression(at) || ts.isElementAccessExpression(at)))
    at = at.expression;
  return (
    at !== undefined &&
    ts.isCallExpression(at) &&
    ts.isIdentifier(at.expression) &&
    at.expression.text === 'require'
  );
}

/** `exports.a = value;` to `export const a = value;`. */
function rewriteFirst(
  rewrite: FileRewrite,
  chain: Chain,
  statement: ts.ExpressionStatement,
  entries: readonly NamedExport[],
  isExported: boolean,
): void {
  const { edits, end } = rewrite;
  const [first] = entries;
  if (!first) return;
  const start = statement.getStart();
  const valueStart = chain.value.getStart();
  if (isExported && entries.length === 1 && first.name === 'default' && !isRead(rewrite, first)) {
    edits.replace(start, valueStart, 'export default ');
    if (isDeclarationLike(chain.value)) dropSemicolon(rewrite, chain.value, statement);
    return;
  }
  const keyword = first.isLive ? 'let' : 'const';
  const isPlain = isExported && first.name === first.local;
  edits.replace(start, valueStart, `${isPlain ? 'export ' : ''}${keyword} ${first.local} = `);
  const listed = isExported ? entries.filter((entry) => !isPlain || entry !== first) : [];
  if (listed.length > 0)
    addBehind(rewrite, statement, `export { ${listed.map(listText).join(', ')} }${end}`);
}

function isRead({ module }: FileRewrite, { name }: NamedExport): boolean {
  return module.exportRefs.some((ref) => ref.use === 'read' && ref.name === name);
}

/** Whether `export default` makes a declaration of an expression. */
export function isDeclarationLike(value: ts.Expression): boolean {
  return ts.isFunctionExpression(value) || ts.isClassExpression(value);
}

/** A declaration ends without a semicolon. */
export function dropSemicolon(
  { edits, module }: FileRewrite,
  value: ts.Expression,
  statement: ts.Statement,
): void {
  if (module.file.text.slice(value.end, statement.end).trim() === ';')
    edits.remove(value.end, statement.end);
}

function rewriteDeclaration(
  rewrite: FileRewrite,
  chain: Chain,
  entries: readonly NamedExport[],
  isExported: boolean,
): void {
  const { edits, end } = rewrite;
  const { declaration, outer, value } = chain;
  edits.remove(outer.getStart(), value.getStart());
  if (!isExported || !declaration) return;
  const listed = entries.filter((entry) => {
    const place = exportablePlace(entry);
    if (place) addText(rewrite, place.getStart(), 'export ');
    return !place;
  });
  if (listed.length > 0)
    addBehind(
      rewrite,
      declaration.parent.parent,
      `export { ${listed.map(listText).join(', ')} }${end}`,
    );
}

function listText({ name, local }: NamedExport): string {
  if (name === local) return name;
  return `${local} as ${isName(name) || /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`}`;
}
