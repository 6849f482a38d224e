import type { Context } from 'hono';
import { RULES } from './rules.js';

/**
 * Values that lambda-api declares as `any` (bodies, authorizer claims, cookies, own
 * properties of the request). Kept so that code which type-checked before still does.
 */
// oxlint-disable-next-line typescript/no-explicit-any
export type Loose = any;

/** A Lambda event of API Gateway (1.0 and 2.0), a Function URL or a load balancer. */
export interface LambdaEvent {
  version?: string;
  httpMethod?: string;
  path?: string;
  rawPath?: string;
  headers?: Record<string, string | undefined> | null;
  multiValueHeaders?: Record<string, string[] | undefined> | null;
  queryStringParameters?: Record<string, string | undefined> | null;
  multiValueQueryStringParameters?: Record<string, string[] | undefined> | null;
  pathParameters?: Record<string, string | undefined> | null;
  stageVariables?: Record<string, string | undefined> | null;
  cookies?: string[];
  body?: Loose;
  isBase64Encoded?: boolean;
  requestContext?: Loose;
  [key: string]: Loose;
}

/** Environment of every migrated handler: `Context<Env>`. */
export interface Env {
  Bindings: { event: LambdaEvent; requestContext: Loose; lambdaContext: Loose };
  Variables: Record<string, Loose>;
}

/** The Lambda event behind a request; empty outside Lambda, for example with `app.request()`. */
export function eventOf(c: Context): LambdaEvent {
  const event: unknown = c.env?.event;
  return typeof event === 'object' && event !== null ? event : {};
}

/** Method as lambda-api reads it: any case, and GET for events that have none. */
export function requestMethod(event: LambdaEvent): string {
  const http = RULES.readsPayload2 ? event.requestContext?.http : undefined;
  return String(event.httpMethod || http?.method || 'GET').toUpperCase();
}

/** Path as lambda-api reads it: verbatim, undecoded, undefined for events that are not HTTP. */
export function requestPath(event: LambdaEvent): string | undefined {
  return isPayload2(event) ? event.rawPath : event.path;
}

/** Whether an event has the payload format 2.0, with its own places for path and cookies. */
export function isPayload2(event: LambdaEvent): boolean {
  return RULES.readsPayload2 && event.version === '2.0';
}

/** Headers under the names the event has; repeated ones joined with a plain comma as lambda-api does. */
export function rawHeadersOf(event: LambdaEvent): Record<string, string | undefined> {
  if (!event.multiValueHeaders) return event.headers ?? {};
  return Object.fromEntries(
    Object.entries(event.multiValueHeaders).map(([name, values]) => [
      name,
      Array.isArray(values) ? values.join(',') : undefined,
    ]),
  );
}

/** Headers under lower-case names. */
export function headersOf(event: LambdaEvent): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(rawHeadersOf(event)).map(([name, value]) => [name.toLowerCase(), value]),
  );
}

/**
 * Query as lambda-api reads it: `queryStringParameters` as it is, and only where the event
 * has no such key the last of each multi value, decoded.
 */
export function queryOf(event: LambdaEvent): Record<string, string | undefined> {
  if ('queryStringParameters' in event) return event.queryStringParameters ?? {};
  return Object.fromEntries(
    Object.entries(event.multiValueQueryStringParameters ?? {}).map(([name, values]) => [
      name,
      decodePercent(values?.[values.length - 1] ?? ''),
    ]),
  );
}

/** Decodes percent escapes; malformed text stays as it is. */
export function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
