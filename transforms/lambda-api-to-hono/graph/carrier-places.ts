import type { FunctionNode } from '../../engine/syntax/evaluate.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';

/** `api.run.bind(api)`: the argument is the receiver once more. */
export function isRunBound(call: ts.CallExpression | ts.NewExpression): boolean {
  const bind = call.expression;
  if (!ts.isPropertyAccessExpression(bind) || bind.name.text !== 'bind') return false;
  return ts.isPropertyAccessExpression(bind.expression) && bind.expression.name.text === 'run';
}

/** `export const api = ...`. */
export function isExportedVariable(declaration: ts.VariableDeclaration): boolean {
  const statement = declaration.parent.parent;
  return ts.isVariableStatement(statement) && hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

/** Whether an expression is the left side of an assignment. */
export function isAssigned(node: ts.Expression): boolean {
  return ts.isBinaryExpression(node.parent) && node.parent.left === node;
}

/** Functions that can be called by a name; methods are looked up elsewhere. */
export function isNamedFunction(
  fn: ts.SignatureDeclaration,
): fn is ts.SignatureDeclaration & FunctionNode {
  return ts.isFunctionDeclaration(fn) || ts.isFunctionExpression(fn) || ts.isArrowFunction(fn);
}

/** The name that a function is declared under, or the variable that holds it. */
export function functionName(fn: FunctionNode): ts.Identifier | undefined {
  if (fn.name && ts.isIdentifier(fn.name)) return fn.name;
  const parent = fn.parent;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}
