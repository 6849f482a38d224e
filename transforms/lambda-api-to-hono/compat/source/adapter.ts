import type { Context } from 'hono';
import { fromBase64, toBase64 } from './base64.js';
import { eventHeaders } from './event-headers.js';
import {
  headersOf,
  isPayload2,
  type LambdaEvent,
  type Loose,
  queryOf,
  requestMethod,
  requestPath,
} from './event.js';
import { severalValues } from './header-values.js';
import { contexts, LambdaApiRouter, routerOf } from './router.js';
import { STATUS_TEXT } from './status-text.js';

/** What a Lambda function gives back to API Gateway, a Function URL or a load balancer. */
export interface LambdaResult {
  statusCode: number;
  statusDescription?: string;
  headers?: Record<string, string>;
  multiValueHeaders?: Record<string, string[]>;
  cookies?: string[];
  body: string;
  isBase64Encoded: boolean;
}

/** A Hono app, or anything that answers requests. */
export interface LambdaApp {
  readonly router: unknown;
  fetch(request: Request, env?: object): Response | Promise<Response>;
}

/** Changes a result once it is complete. */
export type ResultStep = (result: LambdaResult, event: LambdaEvent) => LambdaResult;

/** Requests whose response goes out base64 encoded whatever it holds. */
export const base64Responses = new WeakSet<Request>();

/** What is done to the response of a request when its body is known; see `setEtag()`. */
export const completions = new WeakMap<Request, (response: Response) => Promise<Response>>();

/**
 * Lambda handler of an app. Understands events of API Gateway 1.0 and 2.0, Function URLs and
 * load balancers as lambda-api does, and answers in the form lambda-api gives for each. Events
 * that are not HTTP are answered with 405. Handlers find the event in `c.env.event`. Where the
 * handler has a callback, it gets the answer too.
 *
 * @example
 * export const handler = handle(app);
 */
export function handle(
  app: LambdaApp,
): (event: Loose, lambdaContext?: Loose, ...rest: Loose[]) => Promise<LambdaResult> {
  return async (given, lambdaContext, ...rest) => {
    const event: LambdaEvent = given || {};
    const request = createRequest(event);
    const env = {
      event,
      requestContext: event.requestContext || {},
      lambdaContext: typeof lambdaContext === 'object' ? lambdaContext : {},
    };
    const answered = await app.fetch(request, env);
    const completed = (await completions.get(request)?.(answered)) ?? answered;
    const response = unlessKnown(event, completed);
    const result = await createResult(event, request, response);
    const sent = resultSteps(app).reduce((last, step) => step(last, event), result);
    await finishRequest(app, request, response);
    const [callback] = rest;
    if (typeof callback === 'function') callback(null, sent);
    return sent;
  };
}

/** 304 where the client has what it asks for, as in lambda-api for any method and status. */
function unlessKnown(event: LambdaEvent, response: Response): Response {
  const known = headersOf(event)['if-none-match'];
  if (!known || known !== response.headers.get('etag')) return response;
  return new Response(null, { status: 304, headers: response.headers });
}

function resultSteps({ router }: LambdaApp): readonly ResultStep[] {
  return router instanceof LambdaApiRouter ? router.resultSteps : [];
}

/** The Request for an event; never fails: what fetch forbids is carried beside it. */
function createRequest(event: LambdaEvent): Request {
  const method = requestMethod(event);
  const headers = eventHeaders(headersOf(event));
  const body = method === 'GET' || method === 'HEAD' ? undefined : requestBody(event);
  const standard = /^(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$/.test(method);
  const request = new Request(requestUrl(event, headers.accepted.get('host') ?? ''), {
    method: standard ? method : 'POST',
    headers: headers.accepted,
    ...(body && { body }),
  });
  if (!standard) Object.defineProperty(request, 'method', { value: method });
  if (headers.exact) Object.defineProperty(request, 'headers', { value: headers.exact });
  return request;
}

/** Bytes, because text would add a content type the event does not have. */
function requestBody(event: LambdaEvent) {
  const body: unknown = event.body;
  if (body === undefined || body === null || body === '') return undefined;
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return event.isBase64Encoded ? fromBase64(text) : new TextEncoder().encode(text);
}

/** URL whose query gives `c.req.query()` the values of `req.query`. */
function requestUrl(event: LambdaEvent, host: string): string {
  const origin = `https://${/^[\w.-]+(?::\d+)?$/.test(host) ? host : 'localhost'}`;
  const path = (requestPath(event) ?? '/').split('?')[0] ?? '/';
  const query = Object.entries(queryOf(event))
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${encodePart(name)}=${encodePart(String(value))}`)
    .join('&');
  const pathname = path.replace(/[^\w%/.~!$&'()*+,;=:@-]/g, encodePart);
  return `${origin}/${pathname.replace(/^\//, '')}${query && '?' + query}`;
}

/** Percent-encodes text; halves of surrogate pairs, which have no encoding, become U+FFFD. */
function encodePart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
}

/** The result in lambda-api's form for the kind of event. */
async function createResult(
  event: LambdaEvent,
  request: Request,
  response: Response,
): Promise<LambdaResult> {
  const { body, isBase64Encoded } = await resultBody(request, response);
  return {
    ...resultHeaders(event, request, response.headers),
    statusCode: response.status,
    body: request.method === 'HEAD' ? '' : body,
    isBase64Encoded,
    ...(event.requestContext?.elb && {
      statusDescription: `${response.status} ${STATUS_TEXT[response.status] ?? 'Unknown'}`,
    }),
  };
}

/** Text where the bytes are text, whatever the content type says; base64 for other bytes. */
async function resultBody(
  request: Request,
  response: Response,
): Promise<Pick<LambdaResult, 'body' | 'isBase64Encoded'>> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (!base64Responses.has(request)) {
    try {
      // ignoreBOM keeps a byte order mark, which spreadsheets need in CSV files.
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      return { body: decoder.decode(bytes), isBase64Encoded: false };
    } catch {
      // Not UTF-8: only base64 carries these bytes.
    }
  }
  return { body: toBase64(bytes), isBase64Encoded: true };
}

/** Multi-value headers exactly when the event has them; payload 2.0 has its own place for cookies. */
function resultHeaders(
  event: LambdaEvent,
  request: Request,
  headers: Headers,
): Pick<LambdaResult, 'headers' | 'multiValueHeaders' | 'cookies'> {
  const cookies: string[] = [];
  const lists: Record<string, string[]> = {};
  headers.forEach((value, name) => {
    if (name === 'set-cookie') cookies.push(value);
    else lists[name] = severalValues(request, name, value)?.map(String) ?? [value];
  });
  const apart = isPayload2(event);
  const ownCookies = apart && cookies.length > 0 ? { cookies } : {};
  if ('multiValueHeaders' in event) {
    if (cookies.length > 0 && !apart) lists['set-cookie'] = cookies;
    return { multiValueHeaders: lists, ...ownCookies };
  }
  const entries = Object.entries(lists).map(([name, values]) => [name, values.join(',')]);
  const single: Record<string, string> = Object.fromEntries(entries);
  const lastCookie = cookies[cookies.length - 1];
  // One header holds one cookie: lambda-api sends the last.
  if (lastCookie !== undefined && !apart) single['set-cookie'] = lastCookie;
  return { headers: single, ...ownCookies };
}

/** Work after the response: `onFinish()`, then the log. A failure there no longer changes the answer. */
async function finishRequest(app: LambdaApp, request: Request, response: Response): Promise<void> {
  const c = contexts.get(request);
  if (!c || !(app.router instanceof LambdaApiRouter)) return;
  if (!c.finalized || c.res.status !== response.status) {
    c.res = new Response(null, { status: response.status, headers: response.headers });
  }
  try {
    await app.router.finish?.(c);
  } catch (cause) {
    // oxlint-disable-next-line no-console
    console.error(cause);
  }
  app.router.writeLogs?.(c);
}

/**
 * `api.finally(fn)`: runs after each response was built, also for errors and unknown routes;
 * `c.res` has the status and headers. A second call replaces the first.
 *
 * @example
 * onFinish(app, (c) => closeConnections());
 */
export function onFinish(app: LambdaApp, fn: (c: Context) => unknown): void {
  routerOf(app).finish = fn;
}
