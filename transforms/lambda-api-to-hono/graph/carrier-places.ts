import type { FunctionNode } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';

/** `api.run.bind(api)`: the argument is the receiver once more. */
export function isRunBound(call: ts.CallExpression | ts.NewExpression): boolean {
  const bind = call.expression;
  if (!ts.isPropertyAccessExpression(bind) || bind.name.text !== 'bind') return false;
  return ts.isPropertyAccessExpression(bind.expression) && bind.expression.name.text === 'run';
}

export function throughWrappers(node: ts.Expression): ts.Expression {
  let current = node;
  while (
    ts.isParenthesizedExpression(current.parent) ||
    ts.isAsExpression(current.parent) ||
    ts.isNonNullExpression(current.parent) ||
    ts.isSatisfiesExpression(current.parent)
  )
    current = current.parent;
  return current;
}

export function isExportedVariable(declaration: ts.VariableDeclaration): boolean {
  const statement = declaration.parent.parent;
  return (
    ts.isVariableStatement(statement) &&
    (ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}

export function isAssigned(node: ts.Expression): boolean {
  return ts.isBinaryExpression(node.parent) && node.parent.left === node;
}

export function isNamedFunction(
  fn: ts.SignatureDeclaration,
): fn is ts.SignatureDeclaration & FunctionNode {
  return ts.isFunctionDeclaration(fn) || ts.isFunctionExpression(fn) || ts.isArrowFunction(fn);
}

export function functionName(fn: FunctionNode): ts.Identifier | undefined {
  if (fn.name && ts.isIdentifier(fn.name)) return fn.name;
  const parent = fn.parent;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}
