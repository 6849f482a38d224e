import { describe } from 'vitest';
import type { Case } from '../testing/both-sides.js';
import type { ClientRequest } from '../testing/lambda-events.js';
import { describeCases } from '../testing/rows.js';
import { JSON_TYPE, post, value } from '../testing/values.js';
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

/** Order of names has no meaning, and Headers sort them. */
function sorted(values: object): unknown {
  return Object.entries(values).toSorted();
}

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
    {
      headers: [
        ['X-S', '  v '],
        ['X-Custom', 'żółw'],
      ],
    },
    {
      headers: [
        ['bad name', 'x'],
        ['X-Custom', 'a\nb'],
      ],
    },
    { headers: [['User-Agent', 'UA/1 (x, y)']] },
    post('{}', JSON_TYPE),
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

describe('request', () => describeCases(CASES));
