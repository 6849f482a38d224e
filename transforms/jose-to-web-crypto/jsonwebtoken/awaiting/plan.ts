import type { FunctionNode } from '../../../engine/syntax/evaluate.js';
import { outermost } from '../../../engine/syntax/outermost.js';
import { ts } from '../../../engine/syntax/typescript.js';
import { isWaitedCallback, throwExpectation, type ThrowExpectation } from './callbacks.js';
import { floatingUse } from './floating.js';
import { callsOf } from './function-calls.js';
import { givesPlainResult, type Knowledge } from './plain-result.js';
import { compoundTarget, placeOf } from './place.js';
import { isRegistered } from './registration.js';

/** What has to change for a call to be waited for. */
export interface Waiting {
  /** Calls that get an `await`. */
  readonly calls: ReadonlySet<ts.CallExpression>;
  /** Functions that become async. */
  readonly functions: ReadonlySet<FunctionNode>;
  /** Expectations of tests that a call throws, which become those of a promise. */
  readonly expectations: readonly ThrowExpectation[];
}

/** Why a call cannot be waited for. */
export interface Obstacle {
  readonly node: ts.Node;
  readonly why: string;
}

/**
 * Finds out what has to change for a call to be waited for: where it stands in a function that is
 * not async, that has to become it, and its calls have to be waited for in turn.
 */
export function planWaiting(known: Knowledge, start: ts.CallExpression): Waiting | Obstacle {
  const calls = new Set<ts.CallExpression>();
  const functions = new Set<FunctionNode>();
  const expectations: ThrowExpectation[] = [];
  const open = [start];
  // Those in functions that are not async yet were checked when their function was.
  const knowing = { ...known, isPlainCall: (call: ts.CallExpression) => calls.has(call) };
  for (let call = open.pop(); call; call = open.pop()) {
    if (calls.has(call)) continue;
    const place = placeOf(call);
    const expected = place.kind === 'sync' && throwExpectation(known.program.pkg, place.fn, call);
    if (expected) {
      expectations.push(expected);
      open.push(expected.assertion);
      continue;
    }
    calls.add(call);
    const next = around(knowing, call, functions);
    if ('why' in next) return next;
    open.push(...next.calls);
  }
  const waited = [...calls].filter((call) => !isAwaited(call));
  return { calls: new Set(waited), functions, expectations };
}

/** Makes the function around a call async, and gives the calls of that. */
function around(
  known: Knowledge,
  call: ts.CallExpression,
  functions: Set<FunctionNode>,
): { readonly calls: readonly ts.CallExpression[] } | Obstacle {
  const place = placeOf(call);
  const obstacle = (why: string, node: ts.Node = call): Obstacle => ({ node, why });
  if (place.kind === 'never') return obstacle(`it stands in ${place.what}, which cannot wait`);
  const { fn } = place;
  const target = compoundTarget(call, fn);
  if (target && !isLocal(known, target, fn))
    return obstacle(`\`${target.getText()}\` would be read before waiting and written after it`);
  const file = call.getSourceFile().fileName;
  if (place.kind === 'async') {
    const floating = floatingUse(known.program, file, fn);
    return floating
      ? obstacle('the function around it is called without waiting for it', floating)
      : { calls: [] };
  }
  if (functions.has(fn)) return { calls: [] };
  functions.add(fn);
  if (isWaitedCallback(fn) || isRegistered(known.program, fn)) return { calls: [] };
  if (usesOwnKind(fn))
    return obstacle('its function is checked or typed in a way that async functions are not');
  const found = callsOf(known.program, file, fn);
  if (found.kind === 'unknown')
    return obstacle(`its function is not async and cannot become it, as ${found.why}`);
  if (!givesPlainResult(known, file, fn)) {
    const bare = found.calls.find((one) => !isAwaited(one) && !isReturnedFromAsync(one));
    if (bare) return obstacle('its function may return a promise, which is used as one', bare);
  }
  return { calls: found.calls };
}

/** A type predicate, `this` types and overloads do not go with promises. */
function usesOwnKind(fn: FunctionNode): boolean {
  if (!fn.body || (fn.type && ts.isTypePredicateNode(fn.type))) return true;
  if (!ts.isFunctionDeclaration(fn) || !fn.name) return false;
  const { text } = fn.name;
  const siblings: ts.Node[] = [];
  ts.forEachChild(fn.parent, (node) => void siblings.push(node));
  return siblings.some(
    (node) => node !== fn && ts.isFunctionDeclaration(node) && node.name?.text === text,
  );
}

/** Whether a call is waited for already. */
export function isAwaited(call: ts.CallExpression): boolean {
  return ts.isAwaitExpression(outermost(call).parent);
}

function isReturnedFromAsync(call: ts.CallExpression): boolean {
  const { parent } = outermost(call);
  const isReturned =
    ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === outermost(call));
  return isReturned && placeOf(call).kind === 'async';
}

function isLocal({ program }: Knowledge, target: ts.Expression, fn: FunctionNode): boolean {
  if (!ts.isIdentifier(target)) return false;
  const declaration = program.bindings(target.getSourceFile().fileName).resolve(target);
  return declaration !== undefined && declaration.pos > fn.pos && declaration.end < fn.end;
}
