import { isAssignmentTarget } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { replace } from './request-edit.js';
import { REQUEST_PROPERTIES } from './request-map.js';
import { assignedOrRead } from './request-read.js';
import { inContext, problem, quoted, type State, textOf } from './state.js';

/** `req.x = v`, `req.x += v`, `req.x++`, `delete req.x`: the property becomes a variable of the context. */
export function rewriteWrite(state: State, target: ts.Expression, name: string): void {
  const written = target.parent;
  const isStatement = ts.isExpressionStatement(written.parent);
  if (!isStatement || name.startsWith('_'))
    return problem(state, 'request-property-written', target, { name: target.getText() });
  const property = REQUEST_PROPERTIES.get(name);
  // Reads elsewhere would still give what the event says.
  if (property && !state.facts.overwritten.has(name))
    return problem(state, 'request-property-written', target, { name: target.getText() });
  const key = quoted(state, name);
  const get = property ? `(${assignedOrRead(state, name, property)})` : `c.get(${key})`;
  if (ts.isDeleteExpression(written))
    return replace(state, written, inContext(state, `c.set(${key}, undefined)`));
  if (ts.isPrefixUnaryExpression(written) || ts.isPostfixUnaryExpression(written)) {
    const sign = written.operator === ts.SyntaxKind.PlusPlusToken ? '+' : '-';
    return replace(state, written, inContext(state, `c.set(${key}, ${get} ${sign} 1)`));
  }
  if (!ts.isBinaryExpression(written)) return;
  const value = textOf(state, written.right);
  const operator = written.operatorToken.getText().slice(0, -1);
  state.variables.set(name, written.right);
  const text =
    operator === ''
      ? `${inContext(state, `c.set(${key},`)} ${value})`
      : `${inContext(state, `c.set(${key}, ${get}`)} ${operator} ${value})`;
  replace(state, written, text);
}

/** Whether an expression is written to by destructuring. */
export function isPatternTarget(node: ts.Expression): boolean {
  const parent = node.parent;
  if (ts.isArrayLiteralExpression(parent) || ts.isPropertyAssignment(parent)) {
    let at: ts.Node = parent;
    while (
      ts.isArrayLiteralExpression(at) ||
      ts.isObjectLiteralExpression(at) ||
      ts.isPropertyAssignment(at)
    ) {
      if (isAssignmentTarget(at)) return true;
      at = at.parent;
    }
  }
  return false;
}
