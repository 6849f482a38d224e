import type { Observation } from '../types.js';
import { canonicalJson } from './canonical-json.js';
import { compareCalls } from './calls.js';
import { quotedSources, type QuotedSource } from './error-text.js';
import {
  clientView,
  type ClientResponse,
  type ClientView,
  type NoResponse,
} from './client-view.js';

/** One thing that differs, as short texts. */
export interface Difference {
  /** For example `status`, `header x-request-id`, `cookies`, `body`, `outgoing calls`. */
  readonly field: string;
  readonly before: string;
  readonly after: string;
  /** Finding that explains it, for `llrt-migrate explain`. */
  readonly finding?: 'may-not-answer';
}

/** Two observations of the same event, compared. */
export interface Comparison {
  readonly before: ClientView;
  readonly after: ClientView;
  /** Empty when the client and the services that are called cannot tell the sides apart. */
  readonly differences: readonly Difference[];
  /** Error messages in the bodies that count as equal and are not written equally. */
  readonly notes: readonly QuotedSource[];
}

/**
 * Compares what two sides did with the same event. A side that could not be loaded is
 * always a difference: nothing was shown about it.
 */
export function compareObservations(
  before: Observation,
  after: Observation,
  event: unknown,
): Comparison {
  const left = clientView(before.outcome, event);
  const right = clientView(after.outcome, event);
  const loadFailed = [left, right].some((view) => view.outcome === 'load-failed');
  const differences = loadFailed
    ? [difference('outcome', brief(left), brief(right))]
    : [
        ...viewDifferences(left, right),
        ...rawDifferences(before, after, left, right),
        ...callDifferences(before, after),
        ...lateDifferences(before, after),
      ];
  return { before: left, after: right, differences, notes: bodyNotes(left, right) };
}

/** What is told about bodies that count as equal. */
function bodyNotes(left: ClientView, right: ClientView): readonly QuotedSource[] {
  if (left.outcome !== 'response' || right.outcome !== 'response') return [];
  return comparedBodies(left, right) ?? [];
}

/** A view in one line: status and first bytes of the body, or what happened in place of a response. */
export function brief(view: ClientView): string {
  return view.outcome === 'response'
    ? `${view.status} ${view.body.slice(0, 80)}`.trim()
    : `${view.outcome}: ${view.why}`;
}

function viewDifferences(left: ClientView, right: ClientView): Difference[] {
  if (left.outcome === 'response' && right.outcome === 'response') {
    return responseDifferences(left, right);
  }
  if (left.outcome === 'hang' && right.outcome === 'response') return [answersNow(left, right)];
  if (left.outcome !== right.outcome) return [difference('outcome', brief(left), brief(right))];
  // A hang is a hang, however long it was waited for.
  const told = left.outcome !== 'hang' && brief(left) !== brief(right);
  return told ? [difference('outcome', brief(left), brief(right))] : [];
}

/** lambda-api waits for ever for a handler that does not answer; Hono answers something. */
function answersNow(left: NoResponse, right: ClientResponse): Difference {
  return {
    field: 'outcome',
    before: `never answered (${brief(left)})`,
    after: `answered ${brief(right)}`,
    finding: 'may-not-answer',
  };
}

/** How two responses differ, as a client sees them. */
export function responseDifferences(left: ClientResponse, right: ClientResponse): Difference[] {
  const found: Difference[] = [];
  if (left.status !== right.status) {
    found.push(difference('status', String(left.status), String(right.status)));
  }
  const names = new Set([...Object.keys(left.headers), ...Object.keys(right.headers)]);
  for (const name of names) {
    const [one, other] = [left.headers[name], right.headers[name]];
    if (one !== other) found.push(difference(`header ${name}`, text(one), text(other)));
  }
  const cookies = [left.cookies, right.cookies].map((list) => JSON.stringify(list));
  if (cookies[0] !== cookies[1]) found.push(difference('cookies', cookies[0], cookies[1]));
  if (comparedBodies(left, right) === undefined) {
    found.push(bodyDifference(left.body, right.body));
  } else if (left.encoded !== right.encoded) {
    const names = [left, right].map((view) => (view.encoded ? 'base64' : 'text'));
    found.push(difference('isBase64Encoded', names[0], names[1]));
  }
  return found;
}

/** Undefined when the bodies differ; else the messages in which they are not written equally. */
function comparedBodies(
  left: ClientResponse,
  right: ClientResponse,
): readonly QuotedSource[] | undefined {
  if (left.body === right.body) return [];
  const texts = isJson(left) && isJson(right) ? [left, right].map(canonicalBody) : [];
  return quotedSources(texts[0] ?? left.body, texts[1] ?? right.body);
}

function canonicalBody({ body }: ClientResponse): string {
  return canonicalJson(body) ?? body;
}

function isJson(view: ClientResponse): boolean {
  const type = view.headers['content-type'];
  return type === undefined || /^application\/([\w.-]+\+)?json(;|$)/.test(type);
}

/** Shows both bodies from shortly before the first character that differs. */
function bodyDifference(before: string, after: string): Difference {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at++;
  const from = Math.max(0, at - 30);
  const show = (body: string): string => {
    const lead = from > 0 ? '...' : '';
    const cut = body.slice(from, from + 90);
    return `${lead}${cut}${from + 90 < body.length ? '...' : ''}`;
  };
  return difference('body', show(before), show(after));
}

/** Results that are no HTTP responses are compared as the values they are. */
function rawDifferences(
  before: Observation,
  after: Observation,
  left: ClientView,
  right: ClientView,
): Difference[] {
  if (before.outcome.kind !== 'answer' || after.outcome.kind !== 'answer') return [];
  if (left.outcome !== 'malformed' || right.outcome !== 'malformed') return [];
  const same = canonicalJson(before.outcome.json) === canonicalJson(after.outcome.json);
  return same ? [] : [bodyResult(before.outcome.json, after.outcome.json)];
}

function bodyResult(before: string, after: string): Difference {
  return { ...bodyDifference(before, after), field: 'result' };
}

function callDifferences(before: Observation, after: Observation): Difference[] {
  // Calls under way when a process ends may or may not have left: the crash is compared, not they.
  if (before.outcome.kind === 'crash' && after.outcome.kind === 'crash') return [];
  const told = compareCalls(before.calls, after.calls);
  if (told === undefined) return [];
  const counts = [before.calls, after.calls].map((calls) => `${calls.length} calls`);
  return [difference('outgoing calls', counts[0], `${counts[1]}: ${told}`)];
}

/** Errors nobody caught end the Lambda process after the answer, so they count. */
function lateDifferences(before: Observation, after: Observation): Difference[] {
  const [one, other] = [before, after].map((side) => side.uncaught.toSorted().join('; '));
  return one === other ? [] : [difference('uncaught errors', text(one), text(other))];
}

function difference(
  field: string,
  before: string | undefined,
  after: string | undefined,
): Difference {
  return { field, before: before ?? '', after: after ?? '' };
}

function text(value: string | undefined): string {
  return value === undefined || value === '' ? '(none)' : value;
}
