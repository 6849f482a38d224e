import { ts } from '../../engine/syntax/typescript.js';
import { targetsOf } from '../decide/chain-targets.js';
import { lostRefs } from '../decide/detached.js';
import type { Shape } from '../decide/shape.js';
import { isNeverWritten, stableName } from '../decide/stable.js';
import type { ExportsRef } from '../model/facts.js';
import { dropSemicolon, isDeclarationLike } from './export-names.js';
import { dropTargets, exportsName, namesOf, replaceRef } from './export-parts.js';
import type { FileRewrite } from './file-rewrite.js';
import type { ImportRewrite } from './imports.js';
import { addAtEnd, addBehind, addText, removeStatement } from './lines.js';
import { nameFromPath } from './name-book.js';

type ValueShape = Extract<Shape, { kind: 'value' }>;

/** Rewrites `module.exports = value` to a default export. */
export function rewriteValue(
  rewrite: FileRewrite,
  imports: ImportRewrite,
  shape: ValueShape,
): void {
  const { module, end } = rewrite;
  const { chain, names, detached } = shape;
  const { replaced } = targetsOf(chain, module.exportRefs);
  const lost = lostRefs(module, chain);
  const used = module.exportRefs.filter(
    (ref) =>
      ref.use !== 'mark' &&
      !replaced.includes(ref.node) &&
      !lost.includes(ref) &&
      !detached.includes(ref),
  );
  for (const statement of new Set(lost.map(statementOf))) removeStatement(rewrite, statement);
  if (detached.length > 0) {
    const object = exportsName(rewrite, 'replacedExports');
    for (const ref of detached) replaceRef(rewrite, ref, object);
    imports.addBelow(`const ${object} = {}${end}`);
  }
  const local = nameValue(rewrite, shape, used);
  if (local === undefined) return;
  for (const ref of used) replaceRef(rewrite, ref, local);
  rewrite.additions.push(() => addAtEnd(rewrite, namesOf(rewrite, local, names)));
}

function statementOf({ node }: ExportsRef): ts.Statement {
  let at: ts.Node = node;
  while (!ts.isExpressionStatement(at)) at = at.parent;
  return at;
}

/**
 * Writes the default export.
 *
 * @returns the variable that holds the value; undefined when nothing else needs it
 */
function nameValue(
  rewrite: FileRewrite,
  { chain, names }: ValueShape,
  used: readonly ExportsRef[],
): string | undefined {
  const { module, edits, book, end } = rewrite;
  const { statement, declaration, value, outer } = chain;
  const isNeeded = used.length > 0 || names.length > 0;
  if (declaration && ts.isIdentifier(declaration.name)) {
    dropTargets(rewrite, chain);
    addBehind(rewrite, declaration.parent.parent, `export default ${declaration.name.text}${end}`);
    return declaration.name.text;
  }
  if (!statement) throw new Error('module.exports is set within an expression');
  const isOnlyExports =
    chain.targets.length === targetsOf(chain, module.exportRefs).replaced.length;
  const own = stableName(module.bindings, value, outer);
  const isSeen = own && used.every(({ node }) => module.bindings.lookup(own.text, node) === own);
  if (isOnlyExports && (!isNeeded || isSeen)) {
    edits.replace(outer.getStart(), value.getStart(), 'export default ');
    if (isDeclarationLike(value)) {
      if (clashes(rewrite, value)) wrap(rewrite, value);
      else dropSemicolon(rewrite, value, statement);
    }
    return own?.text;
  }
  const name = functionName(value);
  if (isOnlyExports && name && !clashes(rewrite, value)) {
    edits.replace(outer.getStart(), value.getStart(), 'export default ');
    dropSemicolon(rewrite, value, statement);
    return name.text;
  }
  const wish = nameFromPath(module.path);
  const local = book.take(
    ...(name && book.isFree(name.text) ? [name.text] : []),
    wish,
    `${wish}Module`,
  );
  dropTargets(rewrite, chain);
  addText(rewrite, outer.getStart(), `const ${local} = `);
  addBehind(rewrite, statement, `export default ${local}${end}`);
  return local;
}

function functionName(value: ts.Expression): ts.Identifier | undefined {
  return ts.isFunctionExpression(value) || ts.isClassExpression(value) ? value.name : undefined;
}

/** Whether the name of a function or class means something else outside of it, or is changed. */
function clashes({ module }: FileRewrite, value: ts.Expression): boolean {
  const name = functionName(value);
  if (!name) return false;
  const { bindings } = module;
  const isOutside = bindings
    .identifiers(name.text)
    .some((id) => (id.pos < value.pos || id.end > value.end) && isVariable(id));
  return isOutside || !isNeverWritten(bindings, name);
}

function isVariable(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== id;
  return (
    !(ts.isPropertyAssignment(parent) && parent.name === id) && !ts.isMethodDeclaration(parent)
  );
}

function wrap(rewrite: FileRewrite, value: ts.Expression): void {
  addText(rewrite, value.getStart(), '(');
  addText(rewrite, value.end, ')');
}
