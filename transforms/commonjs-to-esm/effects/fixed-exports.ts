import { ts } from '../../engine/syntax/typescript.js';
import { stableName } from '../decide/stable.js';
import type { ExportsRef, ModuleFile } from '../model/facts.js';

const held = new WeakMap<ModuleFile, boolean>();

/**
 * Whether a file exports nothing but functions and classes that it never exchanges: what is taken
 * of it by name is then the same whenever it is taken, whatever its functions keep for themselves.
 *
 * @example
 * const seen = new WeakSet();
 * const mark = (value) => seen.add(value);
 * module.exports = { mark };   // `mark` stays, though calling it changes `seen`
 */
export function hasFixedExports(module: ModuleFile): boolean {
  const known = held.get(module);
  if (known !== undefined) return known;
  const found =
    module.format === 'cjs' &&
    module.exportRefs.length > 0 &&
    module.exportRefs.every((ref) => isFixed(module, ref)) &&
    !hasOwnThis(module.file.ast);
  held.set(module, found);
  return found;
}

function isFixed(module: ModuleFile, { isLater, use, node }: ExportsRef): boolean {
  if (isLater) return false;
  if (use === 'mark') return true;
  const assignment = use === 'write' ? node.parent.parent : node.parent;
  if ((use !== 'write' && use !== 'replace') || !ts.isBinaryExpression(assignment)) return false;
  const value = assignment.right;
  if (use === 'replace' && ts.isObjectLiteralExpression(value))
    return value.properties.every((property) => isFixedProperty(module, property));
  return isCode(module, value);
}

function isFixedProperty(module: ModuleFile, property: ts.ObjectLiteralElementLike): boolean {
  if (ts.isShorthandPropertyAssignment(property)) return isCode(module, property.name);
  return ts.isPropertyAssignment(property) && isCode(module, property.initializer);
}

/** A function or a class, or the name of one. */
function isCode(module: ModuleFile, value: ts.Expression): boolean {
  if (isFunctionOrClass(value)) return true;
  const name = stableName(module.bindings, value, value);
  if (!name) return false;
  const { parent } = name;
  if (ts.isVariableDeclaration(parent))
    return parent.initializer !== undefined && isFunctionOrClass(parent.initializer);
  return ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent);
}

function isFunctionOrClass(node: ts.Node): boolean {
  return ts.isFunctionExpression(node) || ts.isArrowFunction(node) || ts.isClassExpression(node);
}

/** Whether a function that is no part of a class uses `this`: that may be the exports. */
function hasOwnThis(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isClassLike(node)) return false;
  return ts.forEachChild(node, (child) => hasOwnThis(child) || undefined) ?? false;
}
