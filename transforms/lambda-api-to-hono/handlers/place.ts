import { ts } from '../../engine/syntax/typescript.js';
import { indentAt, indentUnit, lineEnding, usesSemicolons } from '../../engine/syntax/layout.js';
import type { Emitted } from './emit.js';
import { isTail, redundantAfter, type Skippable } from './tail.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { lostComments } from '../../engine/syntax/comments.js';
import { isData } from './data.js';
import {
  enclosingFunction,
  freeName,
  outermost,
  problem,
  textOf,
  useCompat,
  type State,
} from './state.js';
import { answersIn, isNextStatement, returnsValue } from './answers.js';

const PROMISE_METHODS = new Set(['then', 'catch']);

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

/** Whether a rejection of what is awaited would be caught in the function, which `res.error()` is not. */
function isCaught(state: State, node: ts.Node): boolean {
  for (let at = node; at !== state.fn.node && at.parent; at = at.parent)
    if (ts.isTryStatement(at.parent) && at.parent.tryBlock === at && at.parent.catchClause)
      return true;
  return false;
}

/** Whether a callback that ends a promise chain gives a value instead of an answer. */
function givesValue(state: State, chain: ts.Expression): boolean {
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

function place(
  state: State,
  node: ts.Expression,
  emitted: Emitted | undefined,
  isError: boolean,
): void {
  const outer = throughAwait(node);
  const mode = modeOf(state, outer, isError);
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
  const isStoring = state.fn.kind === 'helper' && state.lookup.styleOf(state.fn) === 'assigns';
  const chain = isStoring ? undefined : promiseChain(fn);
  if (chain && isPlaceable(state, chain) && canReturn(state, outer, fn)) {
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
function isWaitedFor(state: State, fn: ts.Node): boolean {
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

function inReturn(
  state: State,
  statement: ts.ReturnStatement,
  emitted: Emitted | undefined,
  mode: Mode,
): void {
  if (mode === 'returns') {
    if (emitted) replaceStatement(state, statement, [...emitted.before, `return ${emitted.value}`]);
  } else if (emitted)
    replaceStatement(state, statement, [...emitted.before, stored(state, emitted.value), 'return']);
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
  const last = mode === 'returns' ? `return ${emitted.value}` : stored(state, emitted.value);
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
  if (emitted.replaced && next)
    return moveStatus(state, statement, emitted, next, emitted.replaced);
  if (!state.storesAll && answersLater(state, statement))
    return problem(state, 'answers-twice', statement);
  state.assigned.push(statement.getStart(state.ast));
  replaceStatement(state, statement, [...emitted.before, stored(state, emitted.value)]);
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

function isBranch(
  parent: ts.Node,
  outer: ts.Expression,
): parent is ts.ConditionalExpression | ts.BinaryExpression {
  if (ts.isConditionalExpression(parent)) return parent.condition !== outer;
  return false;
}

/** The answer is kept in a variable while the rest of the function runs, and returned at its end. */
function keepInVariable(state: State, statement: ts.Statement, emitted: Emitted): boolean {
  const body = statement.parent;
  if (!ts.isBlock(body) || body.parent !== state.fn.node) return false;
  const after = body.statements.slice(body.statements.indexOf(statement) + 1);
  if (after.length === 0 || !after.every(isPlainLog)) return false;
  const name = freeName(state.bindings, state.fn.node, ['response', 'answer', 'honoResponse']);
  const last = after[after.length - 1];
  if (!last) return false;
  const end = usesSemicolons(state.ast, statement) ? ';' : '';
  const indent = indentAt(state.text, last.getStart(state.ast));
  replaceStatement(state, statement, [...emitted.before, `const ${name} = ${emitted.value}`]);
  state.edits.insert(last.end, `${lineEnding(state.text)}${indent}return ${name}${end}`);
  return true;
}

/** `console.log('done', id)`: nothing in it can fail, which after an answer would change nothing in lambda-api. */
function isPlainLog(statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression))
    return false;
  const { expression, arguments: args } = statement.expression;
  return (
    ts.isPropertyAccessExpression(expression) &&
    expression.expression.getText() === 'console' &&
    args.every((argument) => ts.isIdentifier(argument) || ts.isStringLiteralLike(argument))
  );
}

/** The next statement, when it returns data: lambda-api sends that with the status set before. */
export function returnOfDataAfter(
  state: State,
  statement: ts.Statement,
): ts.ReturnStatement | undefined {
  const list = statement.parent;
  if (!ts.isBlock(list) && !ts.isCaseOrDefaultClause(list)) return undefined;
  if (state.fn.kind === 'helper' || state.fn.kind === 'error') return undefined;
  if (enclosingFunction(statement) !== state.fn.node) return undefined;
  const next = list.statements[list.statements.indexOf(statement) + 1];
  if (!next || !ts.isReturnStatement(next) || !next.expression) return undefined;
  return isData(state, unwrap(next.expression)) ? next : undefined;
}

/** Gives a status together with the data returned next, or keeps it as statements. */
export function moveStatus(
  state: State,
  statement: ts.Statement,
  { onlyStatus }: Emitted,
  next: ts.ReturnStatement,
  otherwise: readonly string[],
): void {
  const gap = state.text.slice(statement.end, next.getStart(state.ast));
  const isPlain = !state.facts.presetsContentType;
  if (onlyStatus === undefined || !isPlain || /\/[/*]/.test(gap))
    return replaceStatement(state, statement, otherwise);
  state.statuses.set(next, onlyStatus);
  state.edits.remove(statement.getStart(state.ast), next.getStart(state.ast));
}

/** Whether code that may run after a statement answers too: behind it, in the `catch` around it, after its callback. */
export function answersLater(state: State, statement: ts.Statement): boolean {
  let node: ts.Node = statement;
  let isOver = false;
  while (node !== state.fn.node && !ts.isSourceFile(node)) {
    const parent: ts.Node = node.parent;
    if (!isOver && (ts.isBlock(parent) || ts.isCaseOrDefaultClause(parent))) {
      const after = parent.statements.slice(parent.statements.indexOf(node as ts.Statement) + 1);
      for (const next of after) {
        if (isUnconditionalReturn(next)) {
          isOver = true;
          break;
        }
        if (answersIn(state, next)) return true;
        if (state.fn.kind !== 'helper' && returnsValue(next, false)) return true;
      }
    }
    if (ts.isTryStatement(parent) && node === parent.tryBlock && parent.catchClause)
      if (answersIn(state, parent.catchClause)) return true;
    // Behind a callback the function around it goes on.
    if (ts.isFunctionLike(parent)) isOver = false;
    node = parent;
  }
  return false;
}

function isUnconditionalReturn(statement: ts.Statement): boolean {
  return ts.isReturnStatement(statement) && statement.expression === undefined;
}

/** Hono looks at `c.res` only once a promise of the handler has resolved. */
function stored(state: State, value: string | undefined): string {
  if (state.fn.kind !== 'helper') state.needsAsync = true;
  return `${state.context}.res = ${value}`;
}

function removeRedundant(state: State, statement: ts.Statement, skippable: Skippable): void {
  const redundant = redundantAfter(statement, skippable);
  const last = redundant[redundant.length - 1];
  if (!last) return;
  const gap = state.text.slice(statement.end, last.end);
  if (/\/[/*]/.test(gap)) return;
  state.edits.remove(statement.end, last.end);
}

/** Replaces a statement by several; adds a block where the place takes only one. */
export function replaceStatement(
  state: State,
  statement: ts.Statement,
  wanted: readonly string[],
): void {
  const end = usesSemicolons(state.ast, statement) ? ';' : '';
  const start = statement.getStart(state.ast);
  const comments = lostComments(state.text.slice(start, statement.end), wanted.join('\n'));
  const lines = [...comments, ...wanted];
  const parent = statement.parent;
  const takesMany =
    ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
  if (lines.length === 1 || takesMany) {
    const indent = indentAt(state.text, start);
    const text = lines
      .map((line) => (comments.includes(line) ? line : line + end))
      .join(lineEnding(state.text) + indent);
    return state.edits.replace(start, statement.end, text);
  }
  state.edits.replace(start, statement.end, block(state, parent, lines, end));
}

function block(state: State, around: ts.Node, lines: readonly string[], end?: string): string {
  const indent = indentAt(state.text, around.getStart(state.ast));
  const newline = lineEnding(state.text);
  const semicolon = end ?? (usesSemicolons(state.ast) ? ';' : '');
  const inner = lines.map(
    (line) => `${indent}${indentUnit(state.text)}${line}${/^\/[/*]/.test(line) ? '' : semicolon}`,
  );
  return ['{', ...inner, `${indent}}`].join(newline);
}

function throughAwait(node: ts.Expression): ts.Expression {
  let current = outermost(node);
  while (ts.isAwaitExpression(current.parent) || ts.isVoidExpression(current.parent))
    current = outermost(current.parent);
  return current;
}

/** The whole `a.then(fn).catch(g)` around a callback of it. */
function promiseChain(fn: ts.Node): ts.Expression | undefined {
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

function hasLaterCatch(fn: ts.Node): boolean {
  const access = fn.parent.parent;
  return ts.isPropertyAccessExpression(access) && access.name.text === 'catch';
}

/** Whether an expression stands where its value can be returned from the function around it. */
function isPlaceable(state: State, node: ts.Expression): boolean {
  const outer = throughAwait(node);
  const parent = outer.parent;
  if (ts.isReturnStatement(parent)) return true;
  if (ts.isArrowFunction(parent) && parent.body === outer) return true;
  return ts.isExpressionStatement(parent) && isTail(parent, (next) => isNextStatement(state, next));
}

/** Whether an answer inside a callback is the last thing that the callback does. */
function canReturn(state: State, outer: ts.Expression, fn: ts.Node): boolean {
  const parent = outer.parent;
  if (ts.isReturnStatement(parent) || parent === fn) return true;
  if (isBranch(parent, outer)) return canReturn(state, outermost(parent), fn);
  return ts.isExpressionStatement(parent) && isTail(parent, (next) => isNextStatement(state, next));
}

function calleeText(fn: ts.Node): string {
  const call = fn.parent;
  if (ts.isCallExpression(call)) return call.expression.getText().replace(/\s+/g, ' ').slice(0, 60);
  return 'a nested function';
}
