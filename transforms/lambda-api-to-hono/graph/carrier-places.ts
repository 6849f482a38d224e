import { exportTarget } from '../../engine/syntax/modules.js';
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

/** Functions that can be followed by the name that they are declared under, or as values. */
export function isFollowable(
  fn: ts.SignatureDeclaration,
): fn is ts.FunctionDeclaration | ts.FunctionExpression | ts.ArrowFunction {
  return ts.isFunctionDeclaration(fn) || ts.isFunctionExpression(fn) || ts.isArrowFunction(fn);
}

/** `import('./api')` without `await` is a promise of the module. */
export function isLoadedLater(module: ts.Expression): boolean {
  return ts.isCallExpression(module) && module.expression.kind === ts.SyntaxKind.ImportKeyword;
}

/** `module.exports = …` or `export default …`. */
export function isExportsTarget(node: ts.Node): boolean {
  return (
    ts.isExportAssignment(node) || (ts.isBinaryExpression(node) && exportTarget(node.left) === '')
  );
}

/** `api.register(routes)`: what the function returns is not used. */
export function isRegistered(node: ts.Expression): boolean {
  const call = node.parent;
  return (
    ts.isCallExpression(call) &&
    ts.isPropertyAccessExpression(call.expression) &&
    call.expression.name.text === 'register'
  );
}
