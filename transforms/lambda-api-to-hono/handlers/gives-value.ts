import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { PROMISE_METHODS } from './promise-chains.js';
import type { State } from './state.js';

/** Whether a callback that ends a promise chain gives a value instead of an answer. */
export function givesValue(state: State, chain: ts.Expression): boolean {
  let node = chain;
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const method = node.expression.name.text;
    if (!PROMISE_METHODS.has(method) && method !== 'finally') return false;
    if (PROMISE_METHODS.has(method) && node.arguments.some((fn) => returnsPlainly(state, fn)))
      return true;
    if (method === 'then') return false;
    node = node.expression.expression;
  }
  return false;
}

function returnsPlainly(state: State, fn: ts.Expression): boolean {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return false;
  const isPlain = (value: ts.Expression): boolean => {
    let core = unwrap(value);
    while (ts.isAwaitExpression(core)) core = unwrap(core.expression);
    return !state.answered.has(core) && !(ts.isIdentifier(core) && core.text === 'undefined');
  };
  if (!ts.isBlock(fn.body)) return isPlain(fn.body);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression && isPlain(node.expression)) found = true;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(fn.body, visit);
  return found;
}
