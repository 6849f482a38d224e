import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { functionAround } from '../model/places.js';

/** Whether a value is a function that uses `this`: called as `module.f()` it gets the exports. */
export function usesThis(bindings: Bindings, value: ts.Expression): boolean {
  const made = functionOf(bindings, value);
  if (made === undefined) return false;
  const isMentioned = bindings.ast.text.slice(made.pos, made.end).includes('this');
  return isMentioned && hasThis(made, made);
}

function functionOf(bindings: Bindings, value: ts.Expression): ts.Node | undefined {
  if (ts.isParenthesizedExpression(value)) return functionOf(bindings, value.expression);
  if (ts.isFunctionExpression(value)) return value;
  if (!ts.isIdentifier(value)) return undefined;
  const parent = bindings.resolve(value)?.parent;
  if (!parent) return undefined;
  if (ts.isFunctionDeclaration(parent)) return parent;
  return ts.isVariableDeclaration(parent) && parent.initializer && parent.initializer !== value
    ? functionOf(bindings, parent.initializer)
    : undefined;
}

function hasThis(node: ts.Node, around: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return functionAround(node) === around;
  if (node !== around && ts.isFunctionLike(node) && !ts.isArrowFunction(node)) return false;
  return ts.forEachChild(node, (child) => hasThis(child, around) || undefined) ?? false;
}
