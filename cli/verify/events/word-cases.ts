import type { RouteCase } from './cases.js';
import type { CodeWords } from './code-words.js';
import type { HttpRequest } from './request.js';

/**
 * Requests that have what the code asks for by name, and what it compares with: branches behind
 * `req.query.sort === 'asc'` are reached by no request that was made from the route alone.
 *
 * @param path of the route with a value for its parameters
 */
export function wordCases(
  method: string,
  path: (value: string) => string,
  words: CodeWords,
): readonly RouteCase[] {
  const request = (value: string): HttpRequest => withWords(method, path(value), words, value);
  const plain = { method, path: path('1') };
  const isAsking = (value: string): boolean =>
    JSON.stringify(request(value)) !== JSON.stringify(plain);
  return [
    ...(isAsking('1') ? [{ name: 'every name in the code', request: request('1') }] : []),
    ...words.values
      .filter((value) => isAsking(value))
      .map((value) => ({ name: `"${value}" of the code`, request: request(value) })),
  ];
}

function withWords(
  method: string,
  path: string,
  { queries, headers, cookies, fields, auth }: CodeWords,
  value: string,
): HttpRequest {
  const hasBody = fields.length > 0 && /^(?:POST|PUT|PATCH|DELETE)$/.test(method);
  const body = Object.fromEntries(fields.map((name) => [name, value]));
  const sent: readonly (readonly [string, string])[] = [
    ...headers.map((name) => [name, value] as const),
    ...(auth ? [['Authorization', `Bearer ${value}`] as const] : []),
    ...(hasBody ? [['Content-Type', 'application/json'] as const] : []),
  ];
  return {
    method,
    path,
    ...(queries.length > 0 && { query: queries.map((name) => [name, value] as const) }),
    ...(sent.length > 0 && { headers: sent }),
    ...(cookies.length > 0 && { cookies: cookies.map((name) => `${name}=${value}`) }),
    ...(hasBody && { body: JSON.stringify(body) }),
  };
}
