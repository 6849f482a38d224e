import { ts } from '../../engine/syntax/typescript.js';
import { ANSWERING, CHAINABLE, READING, answeringLink, chainOf, type Chain } from './chain.js';
import type { Conversion, ConversionInput, HandlerFunction, Problem } from './context.js';
import { isGuard } from './guards.js';
import { nameOf } from './call-sites.js';
import { mayNotAnswer } from './unanswered.js';
import { emitChain, type Emitted } from './emit.js';
import { hoistReads } from './hoist.js';
import { rewriteNext } from './next.js';
import { passArgument } from './passing.js';
import { answersLater } from './later-answers.js';
import { placeAnswer, placeDeferred } from './place.js';
import { replaceStatement } from './replace-statement.js';
import { rewriteReading } from './read-response.js';
import { moveStatus, returnOfDataAfter } from './status-for-data.js';
import { rewriteRequest } from './request.js';
import { rewriteSignature } from './signature.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { newState, problem, roleBindings, type State } from './state.js';
import { tellDifferences } from './tell-differences.js';
import { rewriteReturns } from './values.js';

/** Rewrites one function from lambda-api's arguments to a Hono context. Changes nothing outside of it. */
export function convert(input: ConversionInput): Conversion {
  const first = convertOnce(input);
  const isTwice = first.problems.some(({ code }) => code === 'answers-twice');
  const isRoot = input.fn.kind === 'handler' || input.fn.kind === 'middleware';
  // A callback delivers the first answer, and not the last.
  const isFirst = input.facts.callbackRun;
  if (!isTwice || !isRoot || isFirst || setsCookies(first)) return first;
  const second = convertOnce({ ...input, storesAll: true });
  const isWorse = second.problems.some(({ code }) => STAND_IN_THE_WAY.has(code));
  if (isWorse) return first;
  if (!input.facts.countsAnswers) return second;
  const replaced: Problem = { code: 'answer-replaced', file: input.fn.file, node: input.fn.node };
  return { ...second, problems: [...second.problems, replaced] };
}

/** What makes storing every answer in `c.res` impossible, where returning them was impossible already. */
const STAND_IN_THE_WAY: ReadonlySet<string> = new Set([
  'answers-twice',
  'error-falls-through',
  'response-in-expression',
  'response-in-callback',
]);

/** Hono keeps the cookies of the first response that is stored, so later ones would get lost. */
function setsCookies({ compat }: Conversion): boolean {
  return compat.has('addCookie') || compat.has('clearCookie');
}

function convertOnce(input: ConversionInput): Conversion {
  const state = newState(input);
  const roles = [...roleBindings(state)];
  const referencesOf = (wanted: string): ts.Identifier[] =>
    roles.flatMap(([name, role]) => (role === wanted ? state.bindings.references(name) : []));
  for (const reference of referencesOf('req').toReversed()) rewriteRequest(state, reference);
  hoistReads(state);
  const chains = collectChains(state, referencesOf('res'));
  for (const chain of chains.toReversed()) rewriteChain(state, chain);
  tellDifferences(state, chains);
  for (const { call, callee } of state.calls) {
    const style = handsOver(callee.roles) ? state.lookup.styleOf(callee) : 'none';
    if (style === 'returns') placeAnswer(state, call, undefined, state.lookup.mayFail(callee));
    else if (style === 'assigns') storesElsewhere(state, call, callee);
  }
  for (const reference of referencesOf('next')) rewriteNext(state, reference);
  for (const { call, callee } of state.calls) {
    const isNew = !state.answered.has(call) && handsOver(callee.roles);
    if (isNew && state.lookup.styleOf(callee) === 'returns')
      placeAnswer(state, call, undefined, false);
  }
  placeDeferred(state);
  const isAsked = state.fn.kind === 'handler' || state.fn.kind === 'middleware';
  if (isAsked || state.fn.kind === 'error') rewriteReturns(state);
  const isSound = state.problems.every(({ code }) => code !== 'response-method-unknown');
  if (isAsked && isSound && mayNotAnswer(state))
    problem(state, 'may-not-answer', state.fn.node, { name: calledName(state.fn) });
  rewriteSignature(state);
  const { edits, problems, calls, compat, honoTypes, variables } = state;
  return { edits, problems, calls, compat, honoTypes, variables };
}

/** A function that stores its answer: what is answered behind it would count in lambda-api, and not in Hono. */
function storesElsewhere(state: State, call: ts.CallExpression, callee: HandlerFunction): void {
  state.assigned.push(call.getStart(state.ast));
  if (state.fn.kind !== 'helper') state.needsAsync = true;
  const statement = ts.findAncestor(call, ts.isStatement);
  if (!statement || isGuard(call, callee, state.lookup.answersOf(callee))) return;
  if (answersLater(state, statement)) problem(state, 'answers-twice', call);
}

function calledName(fn: HandlerFunction): string {
  const name = nameOf(fn);
  return name === undefined ? 'this function' : `\`${name}\``;
}

function handsOver(roles: readonly (string | undefined)[]): boolean {
  return roles.includes('res') || roles.includes('next');
}

/** Chains on `res`; what else is done with it is rewritten or reported. */
function collectChains(state: State, references: readonly ts.Identifier[]): Chain[] {
  const chains: Chain[] = [];
  for (const reference of references) {
    const node = outermost(reference);
    const chain = chainOf(node);
    const parent = node.parent;
    if (chain) chains.push(chain);
    else if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
      problem(state, 'response-property', parent, { name: parent.getText() });
    else if (
      (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
      parent.expression !== node
    )
      passArgument(state, parent, reference, 'res');
    else if (ts.isReturnStatement(parent))
      problem(state, 'response-object-returned', parent, { name: 'return' });
    else
      problem(state, 'response-escapes', reference, {
        name: reference.text,
        target: parent.getText().replace(/\s+/g, ' ').slice(0, 40),
      });
  }
  return chains.toSorted((a, b) => a.node.pos - b.node.pos);
}

function rewriteChain(state: State, chain: Chain): void {
  const answer = answeringLink(chain);
  const unknown = chain.links.find((link, index) => !isKnown(link.name, index, chain));
  if (unknown)
    return problem(state, 'response-method-unknown', unknown.call, {
      name: `res.${unknown.name}()`,
    });
  const last = chain.links[chain.links.length - 1];
  if (last && READING.has(last.name)) return rewriteReading(state, chain);
  const emitted = emitChain(state, chain, answer);
  if (!emitted) return;
  if (answer) return placeAnswer(state, chain.node, emitted, answer.name === 'error');
  prepare(state, chain, emitted);
}

function isKnown(name: string, index: number, chain: Chain): boolean {
  if (CHAINABLE.has(name)) return true;
  return (ANSWERING.has(name) || READING.has(name)) && index === chain.links.length - 1;
}

/** A chain that only sets up the response: statements in its place. */
function prepare(state: State, chain: Chain, emitted: Emitted): void {
  const statements = emitted.before;
  const outer = outermost(chain.node);
  const parent = outer.parent;
  if (ts.isExpressionStatement(parent)) {
    const next = returnOfDataAfter(state, parent);
    return next
      ? moveStatus(state, parent, emitted, next, statements)
      : replaceStatement(state, parent, statements);
  }
  const isResult = parent === state.fn.node && state.fn.kind !== 'helper';
  if (ts.isReturnStatement(parent) || isResult)
    return problem(state, 'response-object-returned', outer, { name: chain.node.getText() });
  if (ts.isArrowFunction(parent) && statements.length === 1 && statements[0])
    return state.edits.replace(outer.getStart(state.ast), outer.end, statements[0]);
  problem(state, 'response-in-expression', outer);
}
