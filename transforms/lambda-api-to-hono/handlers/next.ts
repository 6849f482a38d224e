import { ts } from '../../engine/syntax/typescript.js';
import { movesToEnd } from './next-moves.js';
import { isTail, redundantAfter } from './tail.js';
import { placeAnswer } from './place.js';
import { replaceStatement } from './replace-statement.js';
import { passArgument } from './passing.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { enclosingFunction, inContext, problem, type State } from './state.js';

/** Rewrites one use of `next`: Hono needs its promise awaited or returned. */
export function rewriteNext(state: State, reference: ts.Identifier): void {
  const node = outermost(reference);
  const parent = node.parent;
  if (!ts.isCallExpression(parent)) return problem(state, 'next-escapes', reference);
  if (parent.expression === node) rewriteCall(state, parent);
  else if (isPromiseMethod(parent)) promiseArgument(state, parent, reference);
  else passArgument(state, parent, reference, 'next');
}

function rewriteCall(state: State, call: ts.CallExpression): void {
  if (call.arguments.length > 0) problem(state, 'next-error-ignored', call);
  if (state.fn.kind === 'error') return dropCall(state, call);
  const outer = awaited(outermost(call));
  const parent = outer.parent;
  const isOwn = enclosingFunction(call) === state.fn.node;
  state.answered.add(call);
  if (!isOwn) return inCallback(state, call, outer);
  if (ts.isReturnStatement(parent)) return inReturn(state, parent, call);
  if (ts.isArrowFunction(parent)) return replaceCall(state, call, nextCall(state));
  if (ts.isConditionalExpression(parent)) {
    state.answered.delete(call);
    return placeAnswer(state, call, { before: [], value: nextCall(state) }, false);
  }
  if (!ts.isExpressionStatement(parent)) return problem(state, 'next-escapes', call);
  inStatement(state, parent);
}

function inReturn(state: State, statement: ts.ReturnStatement, call: ts.CallExpression): void {
  if (isGuarded(state, call))
    replaceStatement(state, statement, [`${guard(state)}return ${nextCall(state)}`]);
  else replaceCall(state, call, nextCall(state));
}

function inStatement(state: State, statement: ts.ExpressionStatement): void {
  // Behind an answer it has no effect, and has been removed with it.
  if (state.edits.isReplaced(statement.getStart(state.ast), statement.end)) return;
  if (!isTail(statement, () => false)) {
    if (!movesToEnd(state, statement)) problem(state, 'code-after-next', statement);
    return;
  }
  const after = redundantAfter(statement, () => false);
  const last = after[after.length - 1];
  const prefix = isGuarded(state, statement) ? guard(state) : '';
  const isReturning =
    last !== undefined &&
    ts.isReturnStatement(last) &&
    !/\/[/*]/.test(state.text.slice(statement.end, last.end));
  if (isReturning) {
    state.edits.remove(statement.end, last.end);
    return replaceStatement(state, statement, [`${prefix}return ${nextCall(state)}`]);
  }
  state.needsAsync = true;
  replaceStatement(state, statement, [`${prefix}await ${nextCall(state)}`]);
}

/** `return next()` inside the callback of a promise chain that is itself returned. */
function inCallback(state: State, call: ts.CallExpression, outer: ts.Expression): void {
  state.answered.delete(call);
  if (ts.isArrowFunction(outer.parent) || ts.isReturnStatement(outer.parent))
    placeAnswer(state, call, { before: [], value: nextCall(state) }, true);
  else if (ts.isExpressionStatement(outer.parent) && isTail(outer.parent, () => false))
    placeAnswer(state, call, { before: [], value: nextCall(state) }, true);
  else problem(state, 'next-escapes', call);
}

/** `.then(next)` passes a value that lambda-api ignores. */
function promiseArgument(state: State, call: ts.CallExpression, reference: ts.Identifier): void {
  state.edits.replace(reference.getStart(state.ast), reference.end, `() => ${nextCall(state)}`);
  placeAnswer(state, call, undefined, true);
}

/** Error middleware goes on by itself: whether it calls `next` makes no difference. */
function dropCall(state: State, call: ts.CallExpression): void {
  const outer = awaited(outermost(call));
  const statement = outer.parent;
  state.answered.add(call);
  if (ts.isReturnStatement(statement))
    state.edits.remove(statement.getStart(state.ast) + 'return'.length, outer.end);
  else if (ts.isExpressionStatement(statement)) {
    const before = state.text.slice(0, statement.getStart(state.ast));
    const start = before.length - (/\n?[ \t]*$/.exec(before)?.[0].length ?? 0);
    state.edits.remove(start, statement.end);
  } else problem(state, 'next-escapes', call);
}

/** `next()` by the name that this function has for it. */
export function nextCall(state: State): string {
  const name = state.fn.node.parameters[state.fn.roles.indexOf('next')]?.name;
  return `${name?.getText() ?? 'next'}()`;
}

export function isGuarded(state: State, at: ts.Node): boolean {
  return state.assigned.some((offset) => offset < at.getStart(state.ast));
}

export function guard(state: State): string {
  return inContext(state, 'if (!c.finalized) ');
}

function replaceCall(state: State, call: ts.CallExpression, text: string): void {
  if (call.getText() !== text) state.edits.replace(call.getStart(state.ast), call.end, text);
}

function awaited(node: ts.Expression): ts.Expression {
  let current = node;
  while (ts.isAwaitExpression(current.parent) || ts.isVoidExpression(current.parent))
    current = outermost(current.parent);
  return current;
}

function isPromiseMethod(call: ts.CallExpression): boolean {
  return (
    ts.isPropertyAccessExpression(call.expression) &&
    ['then', 'catch', 'finally'].includes(call.expression.name.text)
  );
}
