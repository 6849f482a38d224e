import { ts } from '../../engine/syntax/typescript.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { enclosingFunction, type State } from './state.js';

/** Methods whose callbacks give the value of the promise they return. */
export const PROMISE_METHODS = new Set(['then', 'catch']);

/** Methods that call their callback before they return. */
const SYNCHRONOUS = new Set([
  'forEach',
  'map',
  'filter',
  'some',
  'every',
  'find',
  'findIndex',
  'reduce',
  'flatMap',
  'sort',
]);

/** Whether a callback has run by the time the handler's promise resolves. */
export function isWaitedFor(state: State, fn: ts.Node): boolean {
  if (fn === state.fn.node) return true;
  const call = fn.parent;
  if (ts.isNewExpression(call))
    return call.expression.getText() === 'Promise' && isWaitedFor(state, enclosingFunction(call));
  if (!ts.isCallExpression(call)) return false;
  const callee = call.expression;
  const method = ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  const isInPromise = ts.findAncestor(
    call,
    (node) => ts.isNewExpression(node) && node.expression.getText() === 'Promise',
  );
  const isChain = PROMISE_METHODS.has(method) || method === 'finally';
  const isKnown =
    SYNCHRONOUS.has(method) || isInPromise !== undefined || (isChain && isAwaited(call));
  return isKnown && isWaitedFor(state, enclosingFunction(call));
}

/** Whether the end of a promise chain is awaited or returned. */
function isAwaited(call: ts.CallExpression): boolean {
  let node: ts.Expression = call;
  while (ts.isPropertyAccessExpression(node.parent) && ts.isCallExpression(node.parent.parent))
    node = node.parent.parent;
  const outer = outermost(node).parent;
  return ts.isAwaitExpression(outer) || ts.isReturnStatement(outer) || ts.isArrowFunction(outer);
}

/** Whether a function is the callback of `res.sendFile()` or `res.download()`: what it answers counts. */
export function isFileCallback(fn: ts.Node): boolean {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  return ['sendFile', 'download'].includes(call.expression.name.text);
}

/** The whole `a.then(fn).catch(g)` around a callback of it. */
export function promiseChain(fn: ts.Node): ts.Expression | undefined {
  const call = fn.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression))
    return undefined;
  if (!PROMISE_METHODS.has(call.expression.name.text)) return undefined;
  let node: ts.Expression = call;
  for (;;) {
    const access = node.parent;
    if (!ts.isPropertyAccessExpression(access) || !ts.isCallExpression(access.parent)) return node;
    if (access.name.text === 'then') return undefined;
    node = access.parent;
  }
}

/** Whether a `catch` follows the call that takes a callback. */
export function hasLaterCatch(fn: ts.Node): boolean {
  const access = fn.parent.parent;
  return ts.isPropertyAccessExpression(access) && access.name.text === 'catch';
}

/** What a callback is given to, for messages. */
export function calleeText(fn: ts.Node): string {
  const call = fn.parent;
  if (ts.isCallExpression(call)) return call.expression.getText().replace(/\s+/g, ' ').slice(0, 60);
  return 'a nested function';
}
