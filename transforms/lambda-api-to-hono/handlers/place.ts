import { usesSemicolons } from '../../engine/syntax/layout.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isNextStatement } from './answers.js';
import type { Emitted } from './emit.js';
import { givesValue } from './gives-value.js';
import { answersLater, keepInVariable } from './later-answers.js';
import {
  canReturn,
  hasFinally,
  isBranch,
  isCaught,
  isPlaceable,
  throughAwait,
} from './placeable.js';
import {
  calleeText,
  hasLaterCatch,
  isFileCallback,
  isWaitedFor,
  promiseChain,
} from './promise-chains.js';
import { block, replaceStatement } from './replace-statement.js';
import { enclosingFunction, problem, type State, textOf, useCompat } from './state.js';
import { moveStatus, returnOfDataAfter } from './status-for-data.js';
import { isTail, redundantAfter, type Skippable } from './tail.js';

/**
 * Puts an answer where Hono takes it from: it is returned where nothing else would run
 * after it, and stored in `c.res` where the code goes on. `emitted` is undefined when the
 * expression already gives the answer as it stands (a call of a function that returns it).
 */
export function placeAnswer(
  state: State,
  node: ts.Expression,
  emitted: Emitted | undefined,
  isError: boolean,
): void {
  if (state.answered.has(node)) return;
  state.answered.add(node);
  state.answers = true;
  if (emitted) place(state, node, emitted, isError);
  else state.deferred.push({ node, isError });
}

/** Places the answers that had to wait for the code inside them, inner ones first. */
export function placeDeferred(state: State): void {
  while (state.deferred.length > 0) {
    state.deferred.sort((a, b) => b.node.end - b.node.pos - (a.node.end - a.node.pos));
    const next = state.deferred.pop();
    if (next) place(state, next.node, undefined, next.isError);
  }
}

function place(
  state: State,
  node: ts.Expression,
  emitted: Emitted | undefined,
  isError: boolean,
): void {
  const outer = throughAwait(node);
  // Error middleware runs before `finally` in lambda-api, and behind it once the error is a rejection.
  if (isError && state.facts.seesErrors && hasFinally(state, outer))
    return problem(state, 'error-falls-through', outer, { name: outer.getText().slice(0, 60) });
  // What is wrong with a file is a rejection as well.
  const mode = modeOf(state, outer, isError || emitted?.isPromise === true);
  if (mode === undefined) return;
  if (!emitted && isError && ts.isAwaitExpression(outer) && isCaught(state, outer))
    return problem(state, 'error-falls-through', outer, {
      name: outer.expression.getText().slice(0, 60),
    });
  if (mode === 'assigns' && isError && emitted)
    return problem(state, 'error-falls-through', outer, { name: 'res.error()' });
  const parent = outer.parent;
  if (!emitted && mode === 'returns' && givesValue(state, node)) {
    if (state.fn.kind === 'helper') return problem(state, 'response-in-expression', node);
    const text = textOf(state, outer);
    const sent = `${useCompat(state, 'sendReturned')}(${state.context}, ${text})`;
    if (!ts.isExpressionStatement(parent))
      return state.edits.replace(outer.getStart(state.ast), outer.end, sent);
    const end = usesSemicolons(state.ast, parent) ? ';' : '';
    return state.edits.replace(parent.getStart(state.ast), parent.end, `return ${sent}${end}`);
  }
  if (ts.isReturnStatement(parent)) inReturn(state, parent, emitted, mode);
  else if (ts.isExpressionStatement(parent))
    inStatement(state, parent, outer, emitted, mode, isError);
  else if (ts.isArrowFunction(parent) && parent.body === outer)
    inArrow(state, parent, outer, emitted, mode);
  else if (isBranch(parent, outer)) inBranch(state, parent, outer, emitted, isError);
  else problem(state, 'response-in-expression', outer);
}

type Mode = 'returns' | 'assigns';

/** How the answer leaves the function around it: directly, through a promise chain, or through `c.res`. */
function modeOf(state: State, outer: ts.Expression, isError: boolean): Mode | undefined {
  const fn = enclosingFunction(outer);
  if (state.storesAll && isError) {
    problem(state, 'error-falls-through', outer, { name: 'res.error()' });
    return undefined;
  }
  if (state.storesAll) return 'assigns';
  if (fn === state.fn.node)
    return state.fn.kind === 'helper' && state.lookup.styleOf(state.fn) === 'assigns'
      ? 'assigns'
      : 'returns';
  if (isFileCallback(fn) && canReturn(state, outer, fn)) return 'returns';
  const isStoring = state.fn.kind === 'helper' && state.lookup.styleOf(state.fn) === 'assigns';
  const chain = isStoring ? undefined : promiseChain(fn);
  if (chain && isPlaceable(state, chain) && canReturn(state, outer, fn)) {
    if (ts.isExpressionStatement(outermost(chain).parent) && !state.facts.callbackRun)
      problem(state, 'answer-not-awaited', chain);
    if (isError && hasLaterCatch(fn)) {
      problem(state, 'response-in-callback', outer, { target: 'a promise that is caught later' });
      return undefined;
    }
    placeAnswer(state, chain, undefined, isError);
    return 'returns';
  }
  if (isError || state.facts.callbackRun || !isWaitedFor(state, fn)) {
    problem(state, 'response-in-callback', outer, { target: calleeText(fn) });
    return undefined;
  }
  return 'assigns';
}

function inReturn(
  state: State,
  statement: ts.ReturnStatement,
  emitted: Emitted | undefined,
  mode: Mode,
): void {
  if (mode === 'returns') {
    if (emitted) replaceStatement(state, statement, [...emitted.before, `return ${emitted.value}`]);
  } else if (emitted)
    replaceStatement(state, statement, [
      ...emitted.before,
      stored(state, emitted, statement),
      'return',
    ]);
  // Other ways through this function give a value, so that its caller does not return what comes back.
  else problem(state, 'answers-twice', statement);
}

function inArrow(
  state: State,
  arrow: ts.ArrowFunction,
  body: ts.Expression,
  emitted: Emitted | undefined,
  mode: Mode,
): void {
  if (!emitted) return;
  if (mode === 'returns' && emitted.before.length === 0)
    return state.edits.replace(body.getStart(state.ast), body.end, emitted.value ?? '');
  const last = mode === 'returns' ? `return ${emitted.value}` : stored(state, emitted, arrow.body);
  state.edits.replace(
    body.getStart(state.ast),
    body.end,
    block(state, arrow, [...emitted.before, last]),
  );
}

function inStatement(
  state: State,
  statement: ts.ExpressionStatement,
  outer: ts.Expression,
  emitted: Emitted | undefined,
  mode: Mode,
  isError: boolean,
): void {
  const skippable: Skippable = (next) => isNextStatement(state, next);
  if (mode === 'returns' && isTail(statement, skippable)) {
    removeRedundant(state, statement, skippable);
    if (emitted)
      return replaceStatement(state, statement, [...emitted.before, `return ${emitted.value}`]);
    const isInTry = ts.findAncestor(
      statement,
      (at) => ts.isTryStatement(at) || at === state.fn.node,
    );
    const keepsAwait = isInTry !== state.fn.node;
    const inner = !keepsAwait && ts.isAwaitExpression(outer) ? outer.expression : outer;
    state.edits.replace(outer.getStart(state.ast), outer.end, `return ${textOf(state, inner)}`);
    return;
  }
  if (!emitted) return problem(state, 'answers-twice', statement);
  if (isError) return problem(state, 'error-falls-through', statement, { name: 'res.error()' });
  if (mode === 'returns' && keepInVariable(state, statement, emitted)) return;
  const next = emitted.replaced && returnOfDataAfter(state, statement);
  if (next && state.facts.callbackRun) return problem(state, 'answers-twice', statement);
  if (next && state.facts.countsAnswers) problem(state, 'answer-replaced', statement);
  if (emitted.replaced && next)
    return moveStatus(state, statement, emitted, next, emitted.replaced);
  if (!state.storesAll && answersLater(state, statement))
    return problem(state, 'answers-twice', statement);
  state.assigned.push(statement.getStart(state.ast));
  replaceStatement(state, statement, [...emitted.before, stored(state, emitted, statement)]);
}

/** `ok ? res.json(a) : res.json(b)` and `ok && res.json(a)`: the whole expression is the answer. */
function inBranch(
  state: State,
  branch: ts.ConditionalExpression | ts.BinaryExpression,
  outer: ts.Expression,
  emitted: Emitted | undefined,
  isError: boolean,
): void {
  if (emitted) {
    if (emitted.before.length > 0) return problem(state, 'response-in-expression', outer);
    state.edits.replace(outer.getStart(state.ast), outer.end, emitted.value ?? '');
  }
  placeAnswer(state, branch, undefined, isError);
}

/** Hono looks at `c.res` only once a promise of the handler has resolved. */
function stored(state: State, { value, isPromise }: Emitted, at: ts.Node): string {
  if (state.fn.kind !== 'helper') state.needsAsync = true;
  // Code goes on behind a file that cannot be read in lambda-api, and not where it is awaited.
  if (isPromise) problem(state, 'answers-twice', at);
  return `${state.context}.res = ${value}`;
}

function removeRedundant(state: State, statement: ts.Statement, skippable: Skippable): void {
  let end = statement.end;
  for (const next of redundantAfter(statement, skippable)) {
    // A comment between the two stays.
    const between = state.text.slice(end, next.getStart(state.ast)).trimEnd();
    state.edits.remove(end + between.length, next.end);
    end = next.end;
  }
}
