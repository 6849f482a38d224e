import { ts } from '../../engine/syntax/typescript.js';
import { isNextStatement } from './answers.js';
import { outermost } from '../../engine/syntax/outermost.js';
import type { State } from './state.js';
import { isTail } from './tail.js';

/** Whether a rejection of what is awaited would be caught in the function, which `res.error()` is not. */
export function isCaught(state: State, node: ts.Node): boolean {
  for (let at = node; at !== state.fn.node && at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause)
      return true;
  return false;
}

/** Whether `finally`, of a `try` around an expression or of a promise chain that it is part of, runs behind it. */
export function hasFinally(state: State, node: ts.Node): boolean {
  for (let at = node; at !== state.fn.node && at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isTryStatement(parent) && parent.finallyBlock && parent.finallyBlock !== at) return true;
    if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'finally') return true;
  }
  return false;
}

/** Whether an expression is one of the two values of a conditional expression. */
export function isBranch(
  parent: ts.Node,
  outer: ts.Expression,
): parent is ts.ConditionalExpression | ts.BinaryExpression {
  if (ts.isConditionalExpression(parent)) return parent.condition !== outer;
  return false;
}

/** Climbs through `await`, `void`, parentheses and casts. */
export function throughAwait(node: ts.Expression): ts.Expression {
  let current = outermost(node);
  while (ts.isAwaitExpression(current.parent) || ts.isVoidExpression(current.parent))
    current = outermost(current.parent);
  return current;
}

/** Whether an expression stands where its value can be returned from the function around it. */
export function isPlaceable(state: State, node: ts.Expression): boolean {
  const outer = throughAwait(node);
  const parent = outer.parent;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isArrowFunction(parent) && parent.body === outer) return true;
  return ts.isExpressionStatement(parent) && isTail(parent, (next) => isNextStatement(state, next));
}

/** Whether an answer inside a callback is the last thing that the callback does. */
export function canReturn(state: State, outer: ts.Expression, fn: ts.Node): boolean {
  const parent = outer.parent;
  if (ts.isReturnStatement(parent) || parent === fn) return true;
  if (isBranch(parent, outer)) return canReturn(state, outermost(parent), fn);
  return ts.isExpressionStatement(parent) && isTail(parent, (next) => isNextStatement(state, next));
}
