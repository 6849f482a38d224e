import { unwrap } from '../../engine/syntax/evaluate.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { State } from './state.js';

/** Whether an expression is certainly a string. */
export function isText(state: State, node: ts.Expression, depth = 0): boolean {
  const expression = unwrap(node);
  if (ts.isStringLiteralLike(expression) || ts.isTemplateExpression(expression)) return true;
  if (
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.PlusToken
  )
    return isText(state, expression.left, depth) || isText(state, expression.right, depth);
  if (!ts.isCallExpression(expression)) return false;
  const callee = expression.expression;
  if (ts.isIdentifier(callee) && callee.text === 'String') return true;
  if (ts.isPropertyAccessExpression(callee) && TEXT_METHODS.has(callee.name.text)) return true;
  return depth < 3 && returnsText(state, expression, depth + 1);
}

/** Methods that give a string, whatever they are called on. */
const TEXT_METHODS = new Set(['toString', 'toISOString', 'toFixed', 'toUpperCase', 'toLowerCase']);

/** Whether every `return` of a synchronous function of the package gives a string. */
function returnsText(state: State, call: ts.CallExpression, depth: number): boolean {
  const callee = state.lookup.calleeOf(state.fn.file, call);
  const body = callee?.node.body;
  if (!callee || !body || callee.node.asteriskToken) return false;
  if (hasModifier(callee.node, ts.SyntaxKind.AsyncKeyword)) return false;
  if (!ts.isBlock(body)) return isText(state, body, depth);
  const last = body.statements[body.statements.length - 1];
  let all = last !== undefined && ts.isReturnStatement(last);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node))
      all &&= node.expression !== undefined && isText(state, node.expression, depth);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return all;
}

/** Whether an expression is `''`. */
export function isEmptyText(node: ts.Expression): boolean {
  const expression = unwrap(node);
  return ts.isStringLiteralLike(expression) && expression.text === '';
}
