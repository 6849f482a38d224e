import type { HttpRequest } from './request.js';
import type { RouteId } from './route-id.js';

/** One request that exercises one side of a route's behaviour. */
export interface RouteCase {
  readonly name: string;
  readonly request: HttpRequest;
}

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'] as const;
const JSON_BODY = JSON.stringify({
  id: '1',
  name: 'Ada',
  email: 'ada@example.com',
  count: 2,
  active: true,
  tags: ['a', 'b'],
  nested: { empty: null, text: 'é' },
});
const BODY_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'];
const OTHER_METHODS = ['PATCH', 'DELETE', 'PUT', 'POST', 'GET'];

/**
 * The requests that are generated for a route.
 *
 * @param known all routes of the application: a wrong method is one that none of them has
 */
export function casesFor(route: RouteId, known: readonly RouteId[]): readonly RouteCase[] {
  const method = route.method === 'ANY' ? 'GET' : route.method;
  const path = pathWith(route, 'abc-123');
  const base = { method, path };
  const bodyMethod = route.method === 'ANY' ? 'POST' : method;
  const bodies = BODY_METHODS.includes(bodyMethod)
    ? bodyCases({ method: bodyMethod, path })
    : [
        {
          name: 'body where none is expected',
          request: { ...base, headers: [JSON_TYPE], body: '{"a":1}' },
        },
      ];
  return [
    { name: 'matching', request: base },
    ...pathCases(route, base),
    ...methodCases(route, base, known),
    ...queryCases(base),
    ...headerCases(base),
    ...bodies,
  ];
}

/** Requests that no route has anything to do with. */
export function strayCases(): readonly RouteCase[] {
  return [
    { name: 'unknown path', request: { method: 'GET', path: '/llrt-migrate/no/such/path' } },
    {
      name: 'POST to an unknown path',
      request: {
        method: 'POST',
        path: '/llrt-migrate-nope',
        headers: [JSON_TYPE],
        body: JSON_BODY,
      },
    },
    {
      name: 'OPTIONS of an unknown path',
      request: { method: 'OPTIONS', path: '/llrt-migrate-nope' },
    },
    { name: 'root path', request: { method: 'GET', path: '/' } },
  ];
}

/** The path of a route with one value for all of its parameters. */
export function pathWith(route: RouteId, value: string): string {
  const parts = route.segments.map((part) =>
    part === '*' ? 'some/deep/file.txt' : part.startsWith(':') ? value : part,
  );
  return `/${parts.join('/')}`;
}

function pathCases(route: RouteId, base: HttpRequest): RouteCase[] {
  const cases: RouteCase[] = [
    { name: 'trailing slash', request: { ...base, path: `${base.path.replace(/\/$/, '')}/` } },
    {
      name: 'unknown path below',
      request: { ...base, path: `${base.path.replace(/\/$/, '')}/llrt-migrate-nope` },
    },
  ];
  if (!route.segments.some((part) => part.startsWith(':') || part === '*')) return cases;
  const values = [
    ['numeric parameter', '42'],
    ['percent-encoded parameter', 'a%20b%2Fc%C3%A9'],
    ['parameter with a broken escape', '100%'],
  ] as const;
  return [
    ...cases,
    ...values.map(([name, value]) => ({
      name,
      request: { ...base, path: pathWith(route, value) },
    })),
    { name: 'empty parameter', request: { ...base, path: pathWith(route, '') } },
    {
      name: 'missing last segment',
      request: { ...base, path: base.path.replace(/\/[^/]*$/, '') || '/' },
    },
  ];
}

function methodCases(route: RouteId, base: HttpRequest, known: readonly RouteId[]): RouteCase[] {
  const siblings = known.filter((other) => other.segments.join('/') === route.segments.join('/'));
  const taken = new Set(siblings.map((other) => other.method));
  const wrong = taken.has('ANY') ? undefined : OTHER_METHODS.find((name) => !taken.has(name));
  const preflight = [
    ['Origin', 'https://app.example.com'],
    ['Access-Control-Request-Method', base.method],
    ['Access-Control-Request-Headers', 'content-type,authorization'],
  ] as const;
  return [
    ...(wrong === undefined ? [] : [{ name: 'wrong method', request: { ...base, method: wrong } }]),
    { name: 'HEAD', request: { ...base, method: 'HEAD' } },
    { name: 'OPTIONS', request: { ...base, method: 'OPTIONS', headers: preflight } },
  ];
}

function queryCases(base: HttpRequest): RouteCase[] {
  return [
    {
      name: 'query',
      request: {
        ...base,
        query: [
          ['q', 'x'],
          ['page', '2'],
          ['limit', '10'],
          ['id', '7'],
        ],
      },
    },
    {
      name: 'repeated query keys',
      request: {
        ...base,
        query: [
          ['a', '1'],
          ['a', '2'],
          ['b', '3'],
        ],
      },
    },
    {
      name: 'query with comma, plus and percent',
      request: {
        ...base,
        query: [
          ['a', '1,2'],
          ['b', 'x+y z'],
          ['c', '100%é'],
        ],
      },
    },
    {
      name: 'empty query value',
      request: {
        ...base,
        query: [
          ['a', ''],
          ['b', '1'],
        ],
      },
    },
  ];
}

function headerCases(base: HttpRequest): RouteCase[] {
  const withHeader = (name: string, value: string): HttpRequest => ({
    ...base,
    headers: [[name, value]],
  });
  return [
    { name: 'Authorization Bearer', request: withHeader('Authorization', 'Bearer abc.def.ghi') },
    { name: 'Authorization Basic', request: withHeader('Authorization', 'Basic YWRhOnMzY3JldA==') },
    {
      name: 'Authorization of an unknown scheme',
      request: withHeader('Authorization', 'token abc'),
    },
    { name: 'Origin header', request: withHeader('Origin', 'https://app.example.com') },
    { name: 'Accept-Encoding', request: withHeader('Accept-Encoding', 'gzip, deflate, br') },
    {
      name: 'repeated header',
      request: {
        ...base,
        headers: [
          ['X-Custom', 'a'],
          ['X-Custom', 'b, c'],
        ],
      },
    },
    {
      name: 'cookies',
      request: { ...base, cookies: ['session=abc123', 'theme=dark', 'session=second'] },
    },
    {
      name: 'cookies like JSON',
      request: { ...base, cookies: ['n=12', 'flag=true', 'o=%7B%22a%22%3A1%7D', 'bare', 'e=a=b'] },
    },
  ];
}

function bodyCases(base: HttpRequest): RouteCase[] {
  const withBody = (body: string, ...headers: (readonly [string, string])[]): HttpRequest => ({
    ...base,
    headers,
    body,
  });
  const encoded = (body: string): string => Buffer.from(body).toString('base64');
  return [
    { name: 'JSON body', request: withBody(JSON_BODY, JSON_TYPE) },
    { name: 'JSON body without a content type', request: withBody('{"a":1}') },
    { name: 'JSON body that is no object', request: withBody('123', JSON_TYPE) },
    { name: 'malformed JSON', request: withBody('{"a":', JSON_TYPE) },
    { name: 'absent body with a content type', request: { ...base, headers: [JSON_TYPE] } },
    { name: 'empty body', request: withBody('', JSON_TYPE) },
    {
      name: 'form body',
      request: withBody('name=Ada+L&email=ada%40example.com&count=2', FORM_TYPE),
    },
    { name: 'repeated form keys', request: withBody('a=1&a=2&b=x%26y', FORM_TYPE) },
    {
      name: 'form body in base64',
      request: { ...withBody(encoded('a=1&b=2'), FORM_TYPE), base64: true },
    },
    {
      name: 'JSON body in base64',
      request: { ...withBody(encoded(JSON_BODY), JSON_TYPE), base64: true },
    },
    { name: 'text body', request: withBody('hello', ['Content-Type', 'text/plain']) },
    {
      name: 'bytes',
      request: {
        ...withBody('//4AAQ==', ['Content-Type', 'application/octet-stream']),
        base64: true,
      },
    },
  ];
}
