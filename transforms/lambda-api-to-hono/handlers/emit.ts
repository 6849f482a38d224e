import { ts } from '../../engine/syntax/typescript.js';
import { type Chain, type Link, STATUS_AHEAD } from './chain.js';
import { answering } from './emit-answer.js';
import { preparation } from './emit-preparation.js';
import { NO_BODY, type Status, statusOf, statusStatement } from './emit-status.js';
import { problem, type State } from './state.js';
import { catchTakesStatus } from './status-after.js';
import { tellAddress, tellStatus } from './tell-differences.js';

/** Hono code for one chain: statements to run first, then the value that answers. */
export interface Emitted {
  readonly before: readonly string[];
  /** Undefined when the chain only prepares the response. */
  readonly value?: string;
  /** What is left of the answer when another one replaces its body: status and headers stay. */
  readonly replaced?: readonly string[];
  /** The value is a promise, or may be one. */
  readonly isPromise?: boolean;
  /** The status, when it is all that the chain sets besides the body, and a body may go with it. */
  readonly onlyStatus?: number;
}

const CONTENT_TYPE = /^content-type$/i;

/** Translates a chain; undefined when a problem was reported instead. */
export function emitChain(
  state: State,
  chain: Chain,
  answer: Link | undefined,
): Emitted | undefined {
  const before: string[] = [];
  let status: Status;
  let hasContentType = state.facts.presetsContentType;
  for (const link of chain.links) {
    if (link === answer) break;
    if (link.name === 'status') {
      tellStatus(state, link.call.arguments[0]);
      status = statusOf(state, link.call.arguments[0]);
      continue;
    }
    const first = link.call.arguments[0];
    const isHeader = ['header', 'setHeader', 'removeHeader'].includes(link.name);
    if (link.name === 'type') hasContentType = true;
    if (isHeader && (!first || !ts.isStringLiteralLike(first) || CONTENT_TYPE.test(first.text)))
      hasContentType = true;
    const statement = preparation(state, link);
    if (statement === undefined) return undefined;
    before.push(statement);
  }
  if (!answer) return withStatus(state, before, status);
  // A later answer without a status of its own has the status of this one in lambda-api.
  const isSticky = state.storesAll === true || catchTakesStatus(state, chain.node);
  const isNumber = status !== undefined && 'literal' in status && !NO_BODY.has(status.literal);
  if (status && (STATUS_AHEAD.has(answer.name) || (isSticky && isNumber))) {
    before.push(statusStatement(state, status));
    status = undefined;
  }
  // What is answered later would have the status or the ETag of these.
  const hasEtag = chain.links.some(({ name }) => name === 'etag');
  if (state.storesAll && (hasEtag || ['redirect', 'sendStatus'].includes(answer.name)))
    return void problem(state, 'answers-twice', chain.node);
  const value = answering(state, answer, status, hasContentType);
  if (value === undefined) return undefined;
  const kept = answer.name === 'sendStatus' ? statusOf(state, answer.call.arguments[0]) : status;
  const isReplaceable =
    !hasEtag && !['error', 'redirect', 'sendFile', 'download'].includes(answer.name);
  const isFile = answer.name === 'sendFile' || answer.name === 'download';
  const isPromise = isFile || (answer.name === 'redirect' && state.facts.usesS3);
  if (isFile || answer.name === 'redirect') tellAddress(state, answer.call.arguments);
  if (!isReplaceable) return { before, value, isPromise };
  const { before: replaced, ...rest } = withStatus(state, before, kept);
  return { ...rest, before, value, replaced };
}

function withStatus(state: State, before: readonly string[], status: Status): Emitted {
  if (!status) return { before };
  const statements = [...before, statusStatement(state, status)];
  const isMovable = before.length === 0 && 'literal' in status && !NO_BODY.has(status.literal);
  return isMovable ? { before: statements, onlyStatus: status.literal } : { before: statements };
}
