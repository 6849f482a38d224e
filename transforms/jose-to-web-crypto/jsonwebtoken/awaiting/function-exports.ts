import { hasModifier } from '../../../engine/syntax/modifiers.js';
import { exportTarget } from '../../../engine/syntax/modules.js';
import { ts } from '../../../engine/syntax/typescript.js';

/** By which names a file exports a function. */
export interface ExportNames {
  readonly named: Set<string>;
  /** Whether it is the default export, or all of the exports of CommonJS. */
  isMain: boolean;
  /** Members by that name of the object that is the default export, or all exports of CommonJS. */
  readonly members: Set<string>;
}

/** An empty list of names. */
export function noExports(): ExportNames {
  return { named: new Set(), isMain: false, members: new Set() };
}

/** Whether a function is exported under any name. */
export function isExported({ named, isMain, members }: ExportNames): boolean {
  return isMain || named.size + members.size > 0;
}

/** Notes what a declaration with `export` in front of it exports. */
export function noteDeclaration(
  statement: ts.Node,
  name: string | undefined,
  exports: ExportNames,
): void {
  if (!hasModifier(statement, ts.SyntaxKind.ExportKeyword)) return;
  if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) exports.isMain = true;
  else if (name !== undefined) exports.named.add(name);
}

/**
 * Notes the export that an expression stands in: `export { f }`, `export default f`,
 * `module.exports = f`, `exports.f = f`, `module.exports = { f }`.
 *
 * @returns whether it is one
 */
export function noteExport(node: ts.Node, exports: ExportNames): boolean {
  const { parent } = node;
  if (ts.isExportSpecifier(parent)) {
    if (parent.name.text === 'default') exports.isMain = true;
    else exports.named.add(parent.name.text);
    return true;
  }
  if (isMainExport(parent, node)) {
    exports.isMain = true;
    return true;
  }
  if (ts.isBinaryExpression(parent) && parent.right === node) {
    const name = exportTarget(parent.left);
    if (name) exports.named.add(name);
    return name !== undefined && ts.isExpressionStatement(parent.parent);
  }
  if (ts.isMethodDeclaration(node)) return noteMember(node, parent, exports);
  const isMember =
    ts.isShorthandPropertyAssignment(parent) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === node);
  return isMember && noteMember(parent, parent.parent, exports);
}

/** Notes a member of the object that is all that a file exports. */
function noteMember(
  { name }: ts.ObjectLiteralElementLike,
  object: ts.Node,
  exports: ExportNames,
): boolean {
  if (!name || !ts.isIdentifier(name) || !isMainExport(object.parent, object)) return false;
  exports.members.add(name.text);
  return true;
}

/** `export default x` or `module.exports = x`. */
function isMainExport(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isExportAssignment(parent)) return parent.expression === node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.right === node &&
    ts.isExpressionStatement(parent.parent) &&
    exportTarget(parent.left) === ''
  );
}
