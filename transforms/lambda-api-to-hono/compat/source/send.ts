import type { Context } from 'hono';
import { eventOf, type Loose } from './event.js';
import { facts } from './router.js';
import { STATUS_TEXT } from './status-text.js';

/** A status for a response; also text such as '404', and undefined for the status set before. */
export type Status = number | string | undefined;

/** Requests whose default content type, application/json, no longer applies. */
export const untyped = new WeakSet<Context>();

/** Status and headers as set so far, without touching the response itself. */
export function preparedResponse(c: Context): Response {
  return c.body(null);
}

/** Text of a sent value: objects as JSON, falsy values as nothing, all others as a string. */
export function encodeBody(
  value: unknown,
  serialize: (value: Loose) => string = JSON.stringify,
): string {
  if (typeof value === 'object') return serialize(value);
  return value ? String(value) : '';
}

/** JSON of a value, or what `useSerializer()` makes of it. */
function serialized(c: Context, value: unknown): string {
  return (facts.get(c)?.router.serialize ?? JSON.stringify)(value);
}

/** 1xx, 204, 205 and 304 carry no body. */
function withoutBody(status: number): boolean {
  return status < 200 || status === 204 || status === 205 || status === 304;
}

/**
 * Answers with text and the status and headers set before. A string body would get the type
 * text/plain from `Response`: bytes do not.
 */
export function sendText(c: Context, text: string, status?: Status): Response {
  return sendBytes(c, new TextEncoder().encode(text), status);
}

/** Answers with bytes and the status and headers set before; application/json unless a type was set. */
export function sendBytes(c: Context, bytes: Loose, status?: Status): Response {
  const prepared = preparedResponse(c);
  const code = status === undefined ? prepared.status : Number(status);
  if (!prepared.headers.has('content-type') && !untyped.has(c)) {
    c.header('content-type', 'application/json');
  }
  const init: Loose = { status: code };
  return c.newResponse(withoutBody(code) ? null : bytes, init);
}

/**
 * `res.send(value)`: objects become JSON, falsy values an empty body, everything else text;
 * the content type is application/json unless one was set. A Response is handed through.
 *
 * @example
 * return send(c, value, 201);
 */
export function send(c: Context, value: unknown, status?: Status): Response {
  if (value instanceof Response) return value;
  return sendText(
    c,
    encodeBody(value, (object) => serialized(c, object)),
    status,
  );
}

/**
 * Answers with a value that a lambda-api handler or middleware returned, or the promise of
 * one. A falsy value is no answer, as in lambda-api, so middleware can go on; a Response is
 * handed through.
 *
 * @example
 * return sendReturned(c, listUsers());
 */
export function sendReturned<T = unknown>(c: Context, value: T | PromiseLike<T>): Loose {
  if (isThenable(value)) return Promise.resolve(value).then((settled) => sendReturned(c, settled));
  return value ? send(c, value) : undefined;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return value instanceof Object && 'then' in value && typeof value.then === 'function';
}

/**
 * `res.status(status).json(value)` for a status known at run time only, and for those that
 * carry no body (204, 205, 304), which `c.json()` rejects. Text such as '404' is accepted.
 *
 * @example
 * return json(c, { error: err.message }, err.statusCode);
 */
export function json(c: Context, value: unknown, status?: Status): Response {
  c.header('content-type', 'application/json');
  return sendText(c, serialized(c, value) ?? '', status);
}

/**
 * `res.html(value)`: text/html without a charset; objects become JSON text.
 *
 * @example
 * return html(c, '<p>Hello</p>');
 */
export function html(c: Context, value: unknown, status?: Status): Response {
  c.header('content-type', 'text/html');
  return send(c, value, status);
}

/**
 * `res.sendStatus(status)`: the reason phrase as body, with lambda-api's default content type.
 *
 * @example
 * return sendStatus(c, 403); // Forbidden
 */
export function sendStatus(c: Context, status: number | string): Response {
  return sendText(c, STATUS_TEXT[status] ?? 'Unknown', status);
}

/**
 * `res.jsonp(value)`: the callback name comes from the query, `callback` by default.
 *
 * @example
 * return jsonp(c, { ok: true });
 */
export function jsonp(c: Context, value: unknown, parameter = 'callback'): Response {
  const name = eventOf(c).queryStringParameters?.[parameter]?.replace(' ', '_') || 'callback';
  c.header('content-type', 'application/json');
  return sendText(c, `${name}(${serialized(c, value)})`);
}

/**
 * `res.status(status)` ahead of the answer, for a status known at run time only: `c.status()`
 * takes numbers, lambda-api passes text such as '404' on.
 *
 * @example
 * setStatus(c, err.statusCode);
 */
export function setStatus(c: Context, status: Status): void {
  const code: Loose = Number(status);
  c.status(code);
}
