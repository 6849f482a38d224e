import type { Context } from 'hono';
import { describe, expect, test } from 'vitest';
import { answers, type Case } from '../testing/both-sides.js';
import { type ClientRequest, KINDS } from '../testing/lambda-events.js';
import { getBody, setBody } from './body.js';
import type { Env, Loose } from './event.js';
import {
  getAuth,
  getClientCountry,
  getClientType,
  getCookies,
  getInterface,
  getIp,
  getMultiValueHeaders,
  getMultiValueQuery,
  getRawHeaders,
  getRequestCount,
  getRequestId,
  isColdStart,
} from './request.js';

/** A value of the request on both sides, answered as JSON. */
function value(
  name: string,
  before: (req: Loose) => unknown,
  after: (c: Context<Env>) => unknown,
  ...requests: ClientRequest[]
): Case {
  const show = (given: unknown) => ({ type: given === null ? 'null' : typeof given, given });
  return {
    name,
    before: (api) => api.any('/*', (req, res) => res.json(show(before(req)))),
    after: (app) => app.on('ANY', '/*', (c) => c.json(show(after(c)))),
    requests,
  };
}

/** Order of names has no meaning, and Headers sort them. */
function sorted(values: object): unknown {
  return Object.entries(values).toSorted();
}

const json: ClientRequest['headers'] = [['Content-Type', 'application/json']];
const form: ClientRequest['headers'] = [['Content-Type', 'application/x-www-form-urlencoded']];
const post = (
  body: unknown,
  headers?: ClientRequest['headers'],
  base64 = false,
): ClientRequest => ({
  method: 'POST',
  body,
  base64,
  ...(headers && { headers }),
});
const base64 = (bytes: string | number[]) => Buffer.from(bytes as string).toString('base64');
const withAuth = (text: string): ClientRequest => ({ headers: [['Authorization', text]] });

const CASES: readonly Case[] = [
  value(
    'method',
    (req) => req.method,
    (c) => c.req.method,
    { method: 'get' },
    { method: 'patch' },
    { method: 'PURGE' },
    { method: 'TRACE' },
    { method: 'CONNECT' },
  ),
  value(
    'path',
    (req) => req.path,
    (c) => c.req.path,
    { path: '/a%20b' },
    { path: '/users/' },
    { path: '/caf%C3%A9/é' },
    { path: '/a?b=1' },
    { path: '/a b#c' },
    { path: '//a//' },
  ),
  value(
    'query',
    (req) => ({ all: req.query, a: req.query.a }),
    (c) => ({ all: c.req.query(), a: c.req.query('a') }),
    {},
    { query: [['a', '1']] },
    {
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
    },
    {
      query: [
        ['a', 'x y&z=%+'],
        ['b', 'é€😀'],
      ],
    },
    { query: [['a', '']] },
    {
      query: [
        ['a[]', '1'],
        ['f[x]', '2'],
      ],
    },
    { query: [['a', 'x,y']] },
  ),
  value(
    'multiValueQuery',
    (req) => req.multiValueQuery,
    getMultiValueQuery,
    {},
    {
      query: [
        ['a', '1'],
        ['a', '2'],
        ['b', 'x,y'],
        ['c', 'd e'],
      ],
    },
  ),
  value(
    'headers',
    (req) => ({ all: sorted(req.headers), one: req.headers['x-custom'] }),
    (c) => ({ all: sorted(c.req.header()), one: c.req.header('X-Custom') }),
    {
      headers: [
        ['X-Custom', 'V'],
        ['Content-Type', 'text/x'],
      ],
    },
    {
      headers: [
        ['X-M', 'a'],
        ['X-M', 'b'],
      ],
    },
    { headers: [['X-E', '']] },
    { headers: [['X-N', 'Zoë B']] },
    { headers: [['User-Agent', 'UA/1 (x, y)']] },
    post('{}', json),
    post('text'),
  ),
  value('rawHeaders', (req) => req.rawHeaders, getRawHeaders, {
    headers: [
      ['X-Custom', 'V'],
      ['X-M', 'a'],
      ['X-M', 'b'],
    ],
  }),
  value('multiValueHeaders', (req) => req.multiValueHeaders, getMultiValueHeaders, {
    headers: [
      ['X-D', 'Tue, 01 Jan'],
      ['X-M', 'a'],
      ['X-M', 'b'],
    ],
  }),
  value(
    'cookies',
    (req) => req.cookies,
    getCookies,
    {},
    { cookies: ['n=12', 't=true', 'o=%7B%22a%22%3A1%7D', 'z=null', 's=abc', 'id=0012'] },
    { cookies: ['a=x', 'a=y'] },
    { cookies: ['a=b=c=='] },
    { cookies: ['a="x y"'] },
    { cookies: ['flag', 'b=1x'] },
  ),
  value(
    'auth',
    (req) => req.auth,
    getAuth,
    {},
    withAuth('Bearer abc.def'),
    withAuth('Basic dTpwOnE='),
    withAuth('Basic dQ=='),
    withAuth('Basic !'),
    withAuth('OAuth realm="x", oauth_nonce="n", oauth_version="1.0"'),
    withAuth('Digest username="u", realm="r"'),
    withAuth('bearer x'),
    withAuth('Token x'),
    withAuth('abc'),
    withAuth('Bearer '),
  ),
  value(
    'ip',
    (req) => req.ip,
    getIp,
    {},
    { headers: [['X-Forwarded-For', '203.0.113.5, 198.51.100.1']] },
  ),
  value(
    'client',
    (req) => [req.clientType, req.clientCountry, req.interface],
    (c) => [getClientType(c), getClientCountry(c), getInterface(c)],
    {},
    {
      headers: [
        ['CloudFront-Is-SmartTV-Viewer', 'true'],
        ['CloudFront-Viewer-Country', 'de'],
      ],
    },
    { headers: [['CloudFront-Is-Mobile-Viewer', 'true']] },
  ),
  value(
    'context',
    (req) => [
      req.id,
      req.requestContext,
      req.pathParameters,
      req.stageVariables,
      req.context.functionName,
    ],
    (c) => [
      getRequestId(c),
      c.env.requestContext,
      c.env.event.pathParameters ?? {},
      c.env.event.stageVariables ?? {},
      c.env.lambdaContext.functionName,
    ],
    {},
  ),
  value(
    'counts',
    (req) => [req.coldStart, req.requestCount],
    (c) => [isColdStart(c), getRequestCount(c)],
    {},
    {},
    {},
  ),
  value(
    'body',
    (req) => req.body,
    getBody,
    {},
    post(undefined),
    post('{"a":[1]}', json),
    post('123', [['Content-Type', 'text/plain']]),
    post('null'),
    post('true'),
    post('{"a":1}'),
    post('{"a":', json),
    post('hello', json),
    post('', json),
    post({ a: 1 }, json),
    post(base64('{"a":"é"}'), json, true),
    post('--b\r\n\r\n1\r\n--b--\r\n', [['Content-Type', 'multipart/form-data; boundary=b']]),
    { method: 'GET', body: '{"a":1}', headers: json },
    { method: 'DELETE', body: '{"a":1}', headers: json },
  ),
  value(
    'form body',
    (req) => req.body,
    getBody,
    ...[
      'a=1&b=x+y%26z',
      'a=1&a=2&b=3&a=4',
      'a[]=1&a[]=2',
      '',
      '?a=1',
      'a',
      'a=&=b&&c==d',
      'a=100%&b=%zz%C3%A9&c=%C3',
      '__proto__=1',
    ].map((body) => post(body, form)),
    post(base64('a=1&b=2'), form, true),
    post(undefined, form),
  ),
  value(
    'binary body',
    (req) => Buffer.from(req.body).toString('hex'),
    (c) => Buffer.from(getBody(c)).toString('hex'),
    post(base64([0xff, 0xfe, 0, 1]), [['Content-Type', 'application/octet-stream']], true),
  ),
  value(
    'raw body',
    (req) => [req.rawBody, req.isBase64Encoded],
    (c) => [c.env.event.body, c.env.event.isBase64Encoded || false],
    post(base64('{"a":1}'), json, true),
    post('text'),
  ),
  {
    name: 'body shared between functions',
    before: (api) => {
      api.use((req, _res, next) => {
        req.body.extra = 1;
        next();
      });
      api.post('/x', (req, res) => res.json(req.body));
      api.post(
        '/y',
        (req, _res, next) => {
          req.body = ['new'];
          next();
          return undefined;
        },
        (req, res) => res.json(req.body),
      );
    },
    after: (app) => {
      app.use(async (c, next) => {
        getBody(c).extra = 1;
        await next();
      });
      app.post('/x', (c) => c.json(getBody(c)));
      app.post(
        '/y',
        async (c, next) => {
          setBody(c, ['new']);
          await next();
        },
        (c) => c.json(getBody(c)),
      );
    },
    requests: [post('{"a":1}', json), { ...post('{"a":1}', json), path: '/y' }],
  },
  {
    name: 'parameters',
    before: (api) => {
      api.use((req, _res, next) => {
        req.seen = { ...req.params };
        next();
      });
      api.get('/users/:id/:b', (req, res) => res.json({ seen: req.seen, params: req.params }));
    },
    after: (app) => {
      app.use(async (c, next) => {
        c.set('seen', { ...c.req.param() });
        await next();
      });
      app.get('/users/:id/:b', (c) =>
        c.json({ seen: c.get('seen'), params: { id: c.req.param('id'), b: c.req.param('b') } }),
      );
    },
    requests: [
      '/users/7/k-1',
      '/users/a%20b/c%2Fd',
      '/users/caf\u00e9/a b',
      '/users/100%/%zz',
      '/users//x',
      '/users/7/8/',
    ].map((path) => ({ path })),
  },
];

describe('request', () => {
  describe.each(KINDS)('%s', (kind) => {
    test.each(CASES.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
      const { before, after } = await answers(one, kind);
      expect(after).toEqual(before);
    });
  });
});
