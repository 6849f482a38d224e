import { ts } from '../../engine/syntax/typescript.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import type { State } from './state.js';

/** Whether an expression is certainly an object or an array. */
export function isData(state: State, node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return true;
  if (ts.isConditionalExpression(node))
    return isData(state, unwrap(node.whenTrue)) && isData(state, unwrap(node.whenFalse));
  const initializer = ts.isIdentifier(node) ? constantInitializer(state, node) : undefined;
  return initializer !== undefined && isData(state, unwrap(initializer));
}

function constantInitializer(state: State, node: ts.Identifier): ts.Expression | undefined {
  const declaration = state.bindings.resolve(node);
  const variable = declaration?.parent;
  if (!variable || !ts.isVariableDeclaration(variable)) return undefined;
  return variable.parent.flags & ts.NodeFlags.Const ? variable.initializer : undefined;
}
