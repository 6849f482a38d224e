import type { EventKind, Outcome } from '../types.js';
import { canonicalCookie, canonicalValue } from './headers.js';
import { isRecord, kindOf, methodOf } from './kind.js';

/** A response as the front end hands it to the client. */
export interface ClientResponse {
  readonly outcome: 'response';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  /** Text, or `base64:` and the bytes when they are not UTF-8. */
  readonly body: string;
  /** Whether a REST API without binary media types would send the body as base64 text. */
  readonly encoded: boolean;
}

/** No response: what happened in its place, and why. */
export interface NoResponse {
  readonly outcome: 'throw' | 'hang' | 'crash' | 'load-failed' | 'no-result' | 'malformed';
  readonly why: string;
}

/** What the client of one invocation sees. */
export type ClientView = ClientResponse | NoResponse;

/**
 * Reduces the outcome of an invocation to what the front end of the event hands to the
 * client: an HTTP API ignores `multiValueHeaders`, a multi-value ALB ignores `headers`,
 * a REST API merges both, a result without a valid status or with a body that is not
 * text is an error of the front end.
 */
export function clientView(outcome: Outcome, event: unknown): ClientView {
  if (outcome.kind !== 'answer') return { outcome: outcome.kind, why: outcome.why };
  const kind = kindOf(event);
  const given: unknown = JSON.parse(outcome.json);
  const result = isPayload2(kind) ? inferred(given) : given;
  if (result === null) return { outcome: 'no-result', why: 'the handler answered with nothing' };
  if (!isRecord(result)) return malformed(`the result is ${describe(result)}`);
  const status = statusOf(result['statusCode']);
  if (status === undefined) return malformed(`statusCode is ${describe(result['statusCode'])}`);
  const problem = shapeProblem(result, kind);
  return problem === undefined
    ? response(result, status, { kind, method: methodOf(event) })
    : malformed(problem);
}

const isPayload2 = (kind: EventKind): boolean => kind === 'http-api' || kind === 'function-url';
const isRest = (kind: EventKind): boolean => kind === 'rest' || kind === 'rest-single';

/** Payload format 2.0 makes a response of a result that has no status. */
function inferred(result: unknown): unknown {
  if (result === null || (isRecord(result) && result['statusCode'] !== undefined)) return result;
  const body = typeof result === 'string' ? result : JSON.stringify(result);
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body };
}

function statusOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{3}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return undefined;
  return number >= 100 && number <= 599 ? number : undefined;
}

function shapeProblem(result: Record<string, unknown>, kind: EventKind): string | undefined {
  const { body, headers, multiValueHeaders: multi, cookies, isBase64Encoded: flag } = result;
  if (body !== undefined && body !== null && typeof body !== 'string') {
    return `body is ${describe(body)}`;
  }
  if (flag !== undefined && typeof flag !== 'boolean')
    return `isBase64Encoded is ${describe(flag)}`;
  if (flag === true && !/^[A-Za-z0-9+/]*={0,2}$/.test(String(body ?? ''))) {
    return 'isBase64Encoded is true and the body is not base64';
  }
  for (const [name, group] of Object.entries({ headers, multiValueHeaders: multi })) {
    if (group !== undefined && group !== null && !isRecord(group)) {
      return `${name} is ${describe(group)}`;
    }
  }
  const lists = Object.entries(isRecord(multi) ? multi : {});
  const single = lists.find(([, values]) => !Array.isArray(values));
  if (single) return `multiValueHeaders.${single[0]} is ${describe(single[1])}`;
  const nested = Object.entries(isRecord(headers) ? headers : {}).find(
    ([, value]) => typeof value === 'object' && value !== null,
  );
  if (nested && kind !== 'alb-multi') return `headers.${nested[0]} is ${describe(nested[1])}`;
  if (isPayload2(kind) && cookies !== undefined && !isTexts(cookies)) {
    return `cookies is ${describe(cookies)}`;
  }
  return undefined;
}

interface Request {
  readonly kind: EventKind;
  readonly method: string;
}

function response(
  result: Record<string, unknown>,
  status: number,
  { kind, method }: Request,
): ClientResponse {
  const lines = headerLines(result, kind);
  const cookies = lines.filter(([name]) => name === 'set-cookie').map(([, value]) => value);
  if (isPayload2(kind) && isTexts(result['cookies'])) cookies.push(...result['cookies']);
  const names = [...new Set(lines.map(([name]) => name))]
    // The front end computes the length itself.
    .filter((name) => name !== 'set-cookie' && name !== 'content-length')
    .toSorted();
  const valuesOf = (wanted: string): string[] =>
    lines.filter(([name]) => name === wanted).map(([, value]) => value);
  const empty = method === 'HEAD' || status === 204 || status === 304 || status < 200;
  const bytes = empty ? Buffer.alloc(0) : bodyBytes(result);
  const text = bytes.toString('utf8');
  const isText = Buffer.from(text, 'utf8').equals(bytes);
  return {
    outcome: 'response',
    status,
    cookies: cookies.map(canonicalCookie),
    headers: Object.fromEntries(names.map((name) => [name, canonicalValue(name, valuesOf(name))])),
    body: isText ? text : `base64:${bytes.toString('base64')}`,
    encoded: isRest(kind) && bytes.length > 0 && result['isBase64Encoded'] === true,
  };
}

function bodyBytes(result: Record<string, unknown>): Buffer {
  const body = typeof result['body'] === 'string' ? result['body'] : '';
  return Buffer.from(body, result['isBase64Encoded'] === true ? 'base64' : 'utf8');
}

/** The header lines of a response, names in lower case, as the front end of this kind reads them. */
function headerLines(result: Record<string, unknown>, kind: EventKind): [string, string][] {
  const single = linesOf(result['headers']);
  const multiple = linesOf(result['multiValueHeaders']);
  if (kind === 'alb-multi') return multiple;
  if (isPayload2(kind) || kind === 'alb-single') return single;
  // REST: the union; a pair that is in both counts once.
  const seen = new Set(multiple.map((pair) => pair.join(':')));
  return [...multiple, ...single.filter((pair) => !seen.has(pair.join(':')))];
}

function linesOf(group: unknown): [string, string][] {
  if (!isRecord(group)) return [];
  return Object.entries(group).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as unknown[]) : [value]).map((one): [string, string] => [
      name.toLowerCase(),
      String(one),
    ]),
  );
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

function malformed(why: string): NoResponse {
  return { outcome: 'malformed', why };
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}
