import type { Context } from 'hono';
import type { Loose } from './event.js';
import { rememberValues, severalValues } from './header-values.js';
import { MIME_TYPES } from './mime-types.js';
import { facts } from './router.js';
import { encodeBody, preparedResponse, untyped } from './send.js';

/**
 * `res.header(name, value)` for values that may be missing, a number or an array: falsy becomes
 * an empty header, an array one header per element; `append` keeps what was set before.
 *
 * @example
 * setHeader(c, 'x-total', items.length);
 */
export function setHeader(c: Context, name: string, value?: unknown, append?: boolean): void {
  const added: unknown[] = value ? (Array.isArray(value) ? value : [value]) : [''];
  const values = append ? [...(getResponseHeaders(c)[name.toLowerCase()] ?? []), ...added] : added;
  if (!append) c.header(name, undefined);
  for (const one of added) c.header(name, String(one), { append: true });
  rememberValues(c, name, values);
}

/** `res.getHeader(name)`: what was set so far; the default content type counts, several values are joined. */
export function getResponseHeader(c: Context, name: string): string | undefined {
  return getResponseHeaders(c)[name.toLowerCase()]?.join(',');
}

/** `res.getHeaders()`: the values of all headers set so far, names in lower case. */
export function getResponseHeaders(c: Context): Record<string, Loose[]> {
  const headers: Record<string, Loose[]> = untyped.has(c)
    ? {}
    : { 'content-type': ['application/json'] };
  preparedResponse(c).headers.forEach((value, name) => {
    if (name === 'set-cookie') (headers[name] ??= []).push(value);
    else headers[name] = [...(severalValues(c.req.raw, name, value) ?? [value])];
  });
  return headers;
}

/** `res.hasHeader(name)`. */
export function hasResponseHeader(c: Context, name: string): boolean {
  return getResponseHeader(c, name) !== undefined;
}

/** `res.removeHeader(name)`: also the default content type can be removed. */
export function removeResponseHeader(c: Context, name: string): void {
  if (name.toLowerCase() === 'content-type') untyped.add(c);
  c.header(name, undefined);
}

/** Options of `setCors`, as `res.cors()` takes them. */
export interface CorsOptions {
  origin?: string;
  methods?: string;
  headers?: string;
  /** Milliseconds. */
  maxAge?: number;
  credentials?: boolean;
  exposeHeaders?: string;
}

/**
 * `res.cors(options)`: sets CORS headers on this response, for every method. Options left out
 * keep what an earlier call set, else lambda-api's defaults.
 *
 * @example
 * setCors(c, { origin: 'https://example.com', maxAge: 3600000 });
 */
export function setCors(c: Context, options: CorsOptions = {}): void {
  const set = (name: string, given: string | undefined, otherwise: string) =>
    setHeader(c, name, given || getResponseHeader(c, name) || otherwise);
  set('access-control-allow-origin', options.origin, '*');
  set('access-control-allow-methods', options.methods, 'GET, PUT, POST, DELETE, OPTIONS');
  set(
    'access-control-allow-headers',
    options.headers,
    'Content-Type, Authorization, Content-Length, X-Requested-With',
  );
  if (options.maxAge && !isNaN(options.maxAge)) {
    c.header('access-control-max-age', String((options.maxAge / 1000) | 0));
  }
  if (options.credentials) {
    c.header('access-control-allow-credentials', String(options.credentials));
  }
  if (options.exposeHeaders) setHeader(c, 'access-control-expose-headers', options.exposeHeaders);
}

/** Options of `addCookie`, as `res.cookie()` takes them. */
export interface CookieOptions {
  domain?: string;
  expires?: Date;
  httpOnly?: boolean;
  /** Milliseconds. */
  maxAge?: number;
  path?: string;
  secure?: boolean;
  sameSite?: boolean | 'Strict' | 'Lax' | 'None';
}

/**
 * `res.cookie(name, value, options)`: objects are JSON, `maxAge` is in milliseconds and also
 * gives Expires, any name and any age is accepted, SameSite may be a boolean.
 *
 * @example
 * addCookie(c, 'session', token, { httpOnly: true, maxAge: 3600000 });
 */
export function addCookie(
  c: Context,
  name: Loose,
  value: unknown,
  options: CookieOptions = {},
): void {
  const { domain, expires, httpOnly, maxAge, path, secure, sameSite } = options;
  const parts = [`${name}=${encodeURIComponent(encodeBody(value))}`];
  if (domain) parts.push(`Domain=${domain}`);
  if (typeof expires?.toUTCString === 'function') parts.push(`Expires=${expires.toUTCString()}`);
  if (httpOnly === true) parts.push('HttpOnly');
  if (maxAge && !isNaN(maxAge)) {
    parts.push(`MaxAge=${(maxAge / 1000) | 0}`);
    if (!expires) parts.push(`Expires=${new Date(Date.now() + maxAge).toUTCString()}`);
  }
  parts.push(`Path=${path || '/'}`);
  if (secure === true) parts.push('Secure');
  const site = sameSite === true ? 'Strict' : sameSite === false ? 'Lax' : sameSite;
  if (site !== undefined) parts.push(`SameSite=${site}`);
  c.header('set-cookie', parts.join('; '), { append: true });
}

/**
 * `res.clearCookie(name, options)`: an empty cookie that expired in 1970.
 *
 * @example
 * clearCookie(c, 'session');
 */
export function clearCookie(c: Context, name: Loose, options: CookieOptions = {}): void {
  addCookie(c, name, '', { ...options, expires: new Date(1), maxAge: -1000 });
}

/**
 * `res.cache(maxAge, isPrivate)`: milliseconds, `false` for no-store, or a whole header value.
 * Expires is almost now, because lambda-api adds the seconds as milliseconds.
 */
export function setCache(c: Context, maxAge?: number | string | boolean, isPrivate = false): void {
  if (typeof maxAge === 'string') return setHeader(c, 'cache-control', maxAge);
  if (maxAge === false) {
    return setHeader(c, 'cache-control', 'no-cache, no-store, must-revalidate');
  }
  const age = Number(maxAge);
  const seconds = isNaN(age) ? 0 : (age / 1000) | 0;
  c.header('cache-control', `${isPrivate === true ? 'private, ' : ''}max-age=${seconds}`);
  c.header('expires', new Date(Date.now() + seconds).toUTCString());
}

/** `res.modified(date)`: Last-Modified from a Date or a date text, now for anything else; `false` sets none. */
export function setModified(c: Context, date?: Date | string | boolean): void {
  if (date === false) return;
  const parsed = date instanceof Date ? date : new Date(typeof date === 'string' ? date : NaN);
  const valid = date instanceof Date || parsed.getTime() ? parsed : new Date();
  c.header('last-modified', valid.toUTCString());
}

/** `res.type(type)`: content type by file extension or as it is; unknown extensions change nothing. */
export function setType(c: Context, type: string): void {
  const name = type.trim().replace(/^\./, '');
  const own = facts.get(c)?.router.mimeTypes[name];
  const mime = name.includes('/') ? type.trim() : (own ?? MIME_TYPES[name]);
  if (mime) c.header('content-type', mime);
}

/** `res.attachment(file)`: a download under the base name of the file, with the type of its extension. */
export function attachment(c: Context, file?: string): void {
  const name = typeof file === 'string' && file.trim() ? baseName(file) : undefined;
  c.header('content-disposition', `attachment${name ? `; filename="${name}"` : ''}`);
  if (name) setType(c, extensionOf(name));
}

/** Extension of a file name with its dot; empty for names that begin with the only dot. */
export function extensionOf(name: string): string {
  return /[^.](\.[^.]*)$/.exec(name)?.[1] ?? '';
}

/** The last part of a path. */
export function baseName(file: string): string {
  return /([^/]*)\/*$/.exec(file)?.[1] ?? '';
}
