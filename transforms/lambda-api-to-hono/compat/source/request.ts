import type { Context } from 'hono';
import { fromBase64 } from './base64.js';
import { parseForm, parseJson } from './body.js';
import { decodePercent, eventOf, headersOf, type Loose, queryOf, rawHeadersOf } from './event.js';
import { facts } from './router.js';
import { RULES } from './rules.js';

/**
 * `req.cookies`: values that are JSON are parsed ('true' is true, '12' is 12), of a repeated
 * name the last counts, a name without `=` has the value ''.
 *
 * @example
 * const { session } = getCookies(c);
 */
export function getCookies(c: Context): Record<string, Loose> {
  const event = eventOf(c);
  const listed = RULES.readsPayload2 ? event.cookies : undefined;
  const pairs = listed ?? headersOf(event).cookie?.split(';') ?? [];
  const cookies: Record<string, Loose> = {};
  for (const pair of pairs) {
    const [name = '', ...rest] = pair.trim().split('=');
    const value = RULES.keepsCookieValues ? rest.join('=') : String(rest[0]);
    cookies[name] = parseJson(decodePercent(value));
  }
  return cookies;
}

/** What `getAuth` gives; OAuth 1.0 has more fields. */
export interface Auth {
  type: 'Bearer' | 'Basic' | 'OAuth' | 'Digest' | 'none';
  value: string | null;
  [field: string]: Loose;
}

/**
 * `req.auth`: scheme and value of the Authorization header. Schemes are case-sensitive and
 * others than Bearer, Basic, OAuth and Digest count as none; a Basic password ends at the
 * next colon and is null when empty.
 *
 * @example
 * const { type, value } = getAuth(c);
 */
export function getAuth(c: Context): Auth {
  const [type, ...rest] = (headersOf(eventOf(c)).authorization ?? '').split(' ');
  const value = rest.join(' ').trim();
  if (rest.length === 0) return { type: 'none', value: null };
  if (type === 'Bearer' || type === 'Digest') return { type, value };
  if (type === 'Basic') {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromBase64(value));
    const [username, password] = text.split(':');
    return { type, value, username, password: password || null };
  }
  if (type === 'OAuth') {
    const fields = parseForm(value.replace(/",\s*/g, '&').replace(/"/g, '').trim());
    return { type, value, ...fields };
  }
  return { type: 'none', value: null };
}

/** `req.ip`: first address of x-forwarded-for, else the address REST APIs name; undefined on other kinds. */
export function getIp(c: Context): string | undefined {
  const event = eventOf(c);
  const first = (list: Loose) =>
    String(list ?? '')
      .split(',')[0]
      ?.trim();
  return (
    first(headersOf(event)['x-forwarded-for']) ||
    first(event.requestContext?.identity?.sourceIp) ||
    undefined
  );
}

/**
 * `req.multiValueQuery`: every value of every key; where the event has no multi values, values
 * are cut at commas.
 */
export function getMultiValueQuery(c: Context): Record<string, string[]> {
  const event = eventOf(c);
  const simulated = 'multiValueHeaders' in event ? {} : splitAtCommas(queryOf(event));
  return Object.assign(simulated, event.multiValueQueryStringParameters);
}

/**
 * `req.multiValueHeaders`: those of the event with its own names; where it has none, values
 * are cut at commas, also those of dates.
 */
export function getMultiValueHeaders(c: Context): Record<string, string[]> {
  const event = eventOf(c);
  const own: Loose = event.multiValueHeaders;
  return 'multiValueHeaders' in event ? own : splitAtCommas(headersOf(event));
}

function splitAtCommas(values: Record<string, string | undefined>): Record<string, string[]> {
  const entries = Object.entries(values);
  const split = (text: string) => (RULES.cutsAtCommas ? text.split(',') : [text]);
  return Object.fromEntries(entries.map(([name, value]) => [name, split(String(value))]));
}

/** `req.rawHeaders`: headers under the names the event has. */
export function getRawHeaders(c: Context): Record<string, string | undefined> {
  return rawHeadersOf(eventOf(c));
}

/** `req.clientType`: kind of device as CloudFront names it in its headers. */
export function getClientType(c: Context): 'desktop' | 'mobile' | 'tv' | 'tablet' | 'unknown' {
  const headers = headersOf(eventOf(c));
  const is = (device: string) => headers[`cloudfront-is-${device}-viewer`] === 'true';
  if (is('desktop')) return 'desktop';
  if (is('mobile')) return 'mobile';
  if (is('smarttv')) return 'tv';
  return is('tablet') ? 'tablet' : 'unknown';
}

/** `req.clientCountry`: upper-case country code from CloudFront, or 'unknown'. */
export function getClientCountry(c: Context): string {
  return headersOf(eventOf(c))['cloudfront-viewer-country']?.toUpperCase() || 'unknown';
}

/** `req.interface`: 'alb' behind a load balancer. */
export function getInterface(c: Context): 'alb' | 'apigateway' {
  return eventOf(c).requestContext?.elb ? 'alb' : 'apigateway';
}

/** `req.route`: definition of the route without base and prefix, also inside middleware; null without a route. */
export function getRoute(c: Context): string | null {
  return facts.get(c)?.route ?? null;
}

/** `req.stack`: names of the functions that answer the request. */
export function getStack(c: Context): string[] {
  return [...(facts.get(c)?.stack ?? [])];
}

/** `req.coldStart`: whether this is the first request of the container. */
export function isColdStart(c: Context): boolean {
  return facts.get(c)?.number === 1;
}

/** `req.requestCount`: how many requests the container has had, this one included. */
export function getRequestCount(c: Context): number {
  return facts.get(c)?.number ?? 0;
}

/** `req.id`: the request id of the Lambda context, or null. */
export function getRequestId(c: Context): string | null {
  return c.env?.lambdaContext?.awsRequestId || null;
}
