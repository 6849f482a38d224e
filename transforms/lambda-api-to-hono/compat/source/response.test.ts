import type { Context } from 'hono';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { answers, type Case } from '../testing/both-sides.js';
import { type ClientRequest, KINDS } from '../testing/lambda-events.js';
import type { Env, Loose } from './event.js';
import {
  addCookie,
  attachment,
  clearCookie,
  getResponseHeader,
  hasResponseHeader,
  removeResponseHeader,
  setCache,
  setCors,
  setHeader,
  setModified,
  setType,
} from './headers.js';
import { redirect, setLocation } from './redirect.js';
import { html, json, jsonp, send, sendReturned, sendStatus } from './send.js';

type Row = readonly [
  name: string,
  before: (res: Loose, req: Loose) => unknown,
  after: (c: Context<Env>) => unknown,
  ...requests: ClientRequest[],
];

/** Status, reason and type are what matters most: each row is a response said in both ways. */
const ROWS: readonly Row[] = [
  ['send text', (res) => res.send('héllo'), (c) => send(c, 'héllo')],
  ['send object', (res) => res.send({ a: 1 }), (c) => send(c, { a: 1 })],
  ['send array', (res) => res.send([1]), (c) => send(c, [1])],
  ['send number', (res) => res.send(123), (c) => send(c, 123)],
  ['send 0', (res) => res.send(0), (c) => send(c, 0)],
  ['send false', (res) => res.send(false), (c) => send(c, false)],
  ['send empty', (res) => res.send(''), (c) => send(c, '')],
  ['send undefined', (res) => res.send(undefined), (c) => send(c, undefined)],
  ['send null', (res) => res.send(null), (c) => send(c, null)],
  ['send bytes', (res) => res.send(Buffer.from('hi')), (c) => send(c, Buffer.from('hi'))],
  ['send byte order mark', (res) => res.send('\uFEFFa;b'), (c) => send(c, '\uFEFFa;b')],
  ['returned text', () => 'str', (c) => sendReturned(c, 'str')],
  ['returned object', () => ({ statusCode: 404 }), (c) => sendReturned(c, { statusCode: 404 })],
  ['returned number', () => 7, (c) => sendReturned(c, 7)],
  [
    'plain c.json',
    (res) => res.json({ a: null, d: new Date(0) }),
    (c) => c.json({ a: null, d: new Date(0) }),
  ],
  ['plain c.json 201', (res) => res.status(201).json({}), (c) => c.json({}, 201)],
  ['json undefined', (res) => res.json(undefined), (c) => json(c, undefined)],
  ['json null', (res) => res.json(null), (c) => json(c, null)],
  ['json text', (res) => res.json('text'), (c) => json(c, 'text')],
  [
    'json overwrites the type',
    (res) => res.header('content-type', 'application/vnd.api+json').json({}),
    (c) => {
      c.header('content-type', 'application/vnd.api+json');
      return json(c, {});
    },
  ],
  ['json with text status', (res) => res.status('404').json({}), (c) => json(c, {}, '404')],
  ['json 204', (res) => res.status(204).json({ a: 1 }), (c) => json(c, { a: 1 }, 204)],
  ['json 205', (res) => res.status(205).json({ a: 1 }), (c) => json(c, { a: 1 }, 205)],
  ['json 304', (res) => res.status(304).json({ a: 1 }), (c) => json(c, { a: 1 }, 304)],
  [
    'json after c.status',
    (res) => res.status(202).json({ a: 1 }),
    (c) => {
      c.status(202);
      return json(c, { a: 1 });
    },
  ],
  [
    'json 204 after c.status',
    (res) => res.status(204).json({ a: 1 }),
    (c) => {
      c.status(204);
      return json(c, { a: 1 });
    },
  ],
  ...[200, 201, 204, 304, 403, 404, 418, 422, 500, 599].map((status): Row => [
    `sendStatus ${status}`,
    (res) => res.sendStatus(status),
    (c) => sendStatus(c, status),
  ]),
  ['html', (res) => res.html('<b>é</b>'), (c) => html(c, '<b>é</b>')],
  ['html object', (res) => res.status(201).html({ a: 1 }), (c) => html(c, { a: 1 }, 201)],
  [
    'jsonp',
    (res) => res.jsonp({ a: 1 }),
    (c) => jsonp(c, { a: 1 }),
    {},
    { query: [['callback', 'fn']] },
    { query: [['callback', 'f n o']] },
  ],
  [
    'header',
    (res) => res.header('X-A', '1').header('x-a', '2').json({}),
    (c) => {
      c.header('X-A', '1');
      c.header('x-a', '2');
      return c.json({});
    },
  ],
  [
    'header values',
    (res) =>
      res
        .header('x-a')
        .header('x-b', null)
        .header('x-c', 0)
        .header('x-d', 5)
        .header('x-e', true)
        .json({}),
    (c) => {
      setHeader(c, 'x-a');
      setHeader(c, 'x-b', null);
      setHeader(c, 'x-c', 0);
      setHeader(c, 'x-d', 5);
      setHeader(c, 'x-e', true);
      return c.json({});
    },
  ],
  [
    'header lists',
    (res) => res.header('x-a', ['1', '2']).header('x-b', '1').header('x-b', '2', true).json({}),
    (c) => {
      setHeader(c, 'x-a', ['1', '2']);
      setHeader(c, 'x-b', '1');
      setHeader(c, 'x-b', '2', true);
      return c.json({});
    },
  ],
  [
    'header of Latin letters',
    (res) => res.header('x-u', 'é').json({}),
    (c) => {
      c.header('x-u', 'é');
      return c.json({});
    },
  ],
  [
    'read headers',
    (res) => {
      res.header('X-A', 'q');
      res.json({
        g: res.getHeader('x-a'),
        n: res.getHeader('x-n'),
        t: res.getHeader('content-type'),
        h: [res.hasHeader('x-a'), res.hasHeader('x-z')],
      });
    },
    (c) => {
      c.header('X-A', 'q');
      return c.json({
        g: getResponseHeader(c, 'x-a'),
        n: getResponseHeader(c, 'x-n'),
        t: getResponseHeader(c, 'content-type'),
        h: [hasResponseHeader(c, 'x-a'), hasResponseHeader(c, 'x-z')],
      });
    },
  ],
  [
    'remove headers',
    (res) => {
      res.header('X-A', 'q');
      res.removeHeader('x-a');
      res.removeHeader('Content-Type');
      res.send('x');
    },
    (c) => {
      c.header('X-A', 'q');
      removeResponseHeader(c, 'x-a');
      removeResponseHeader(c, 'Content-Type');
      return send(c, 'x');
    },
  ],
  [
    'location',
    (res) => res.location('/a b/é?q=1&x=%20%zz').status(302).send(''),
    (c) => {
      setLocation(c, '/a b/é?q=1&x=%20%zz');
      return send(c, '', 302);
    },
  ],
  ...['https://e.x/?a=1&b=<2>', '/home', '/a b"c\'', 'x\uD800y', '/é%20%2G'].map((url): Row => [
    `redirect ${JSON.stringify(url)}`,
    (res) => res.redirect(url),
    (c) => redirect(c, url),
  ]),
  ...[300, 301, 303, 307, 308, 200, 304, 309].map((status): Row => [
    `redirect ${status}`,
    (res) => res.redirect(status, '/home'),
    (c) => redirect(c, '/home', status),
  ]),
  [
    'cors',
    (res) => res.cors().json({}),
    (c) => {
      setCors(c);
      return c.json({});
    },
    {},
    { method: 'OPTIONS' },
  ],
  [
    'cors options',
    (res) =>
      res
        .cors({
          origin: 'https://e.x',
          methods: 'GET',
          headers: 'X-A',
          maxAge: 3600000,
          credentials: true,
          exposeHeaders: 'X-B',
        })
        .json({}),
    (c) => {
      setCors(c, {
        origin: 'https://e.x',
        methods: 'GET',
        headers: 'X-A',
        maxAge: 3600000,
        credentials: true,
        exposeHeaders: 'X-B',
      });
      return c.json({});
    },
  ],
  [
    'cors twice',
    (res) => res.cors({ methods: 'GET' }).cors({ origin: 'https://e.x' }).json({}),
    (c) => {
      setCors(c, { methods: 'GET' });
      setCors(c, { origin: 'https://e.x' });
      return c.json({});
    },
  ],
  [
    'cookies',
    (res) =>
      res
        .cookie('a', 'x y;é')
        .cookie('o', { a: 1 })
        .cookie('n', 5)
        .cookie('z', null)
        .cookie('u', undefined)
        .json({}),
    (c) => {
      addCookie(c, 'a', 'x y;é');
      addCookie(c, 'o', { a: 1 });
      addCookie(c, 'n', 5);
      addCookie(c, 'z', null);
      addCookie(c, 'u', undefined);
      return c.json({});
    },
  ],
  ...[
    { maxAge: 3600000 },
    { maxAge: 43200000000 },
    { maxAge: 5000, expires: new Date(1e12) },
    { domain: 'e.x', path: '/p', secure: true, httpOnly: true, expires: new Date(1893456000000) },
    { sameSite: true },
    { sameSite: false },
    { sameSite: 'None' as const, secure: false },
  ].map((options): Row => [
    `cookie ${JSON.stringify(options)}`,
    (res) => res.cookie('a', '1', options).json({}),
    (c) => {
      addCookie(c, 'a', '1', options);
      return c.json({});
    },
  ]),
  [
    'cookie with an odd name',
    (res) => res.cookie('a[b]', '1').json({}),
    (c) => {
      addCookie(c, 'a[b]', '1');
      return c.json({});
    },
  ],
  [
    'clearCookie',
    (res) => res.clearCookie('a', { path: '/p' }).json({}),
    (c) => {
      clearCookie(c, 'a', { path: '/p' });
      return c.json({});
    },
  ],
  ...[[], [3600000], [1000, true], [true], [false], ['public, max-age=5'], [0]].map((args): Row => [
    `cache ${JSON.stringify(args)}`,
    (res) => res.cache(...args).json({}),
    (c) => {
      setCache(c, ...(args as [number]));
      return c.json({});
    },
  ]),
  ...[[], [new Date(1e12)], ['2018-08-01'], ['nonsense'], [true], [false]].map((args): Row => [
    `modified ${JSON.stringify(args)}`,
    (res) => res.modified(...args).json({}),
    (c) => {
      setModified(c, ...(args as [string]));
      return c.json({});
    },
  ]),
  ...['png', '.html', 'text/css', 'nope', ' .csv '].map((type): Row => [
    `type ${type}`,
    (res) => res.type(type).send('x'),
    (c) => {
      setType(c, type);
      return send(c, 'x');
    },
  ]),
  ...[undefined, 'report.pdf', '/tmp/a b.tar.gz', 'noext', '.htm', ' ', 'dir/sub/'].map(
    (file): Row => [
      `attachment ${file}`,
      (res) => res.attachment(file).send('x'),
      (c) => {
        attachment(c, file);
        return send(c, 'x');
      },
    ],
  ),
  [
    'set ETag',
    (res) => res.header('ETag', '"v1"').json({ a: 1 }),
    (c) => {
      c.header('ETag', '"v1"');
      return json(c, { a: 1 });
    },
    {},
    { headers: [['If-None-Match', '"v1"']] },
    { headers: [['If-None-Match', '"v2"']] },
    { method: 'POST', headers: [['If-None-Match', '"v1"']] },
  ],
  [
    'head',
    (res) => res.header('x-a', '1').json({ a: 1 }),
    (c) => {
      c.header('x-a', '1');
      return c.json({ a: 1 });
    },
    { method: 'HEAD' },
  ],
];

function caseOf([name, before, after, ...requests]: Row): Case {
  return {
    name,
    before: (api) => api.any('/x', (req, res) => before(res, req)),
    after: (app) => app.on('ANY', '/x', (c) => after(c) as Response),
    requests: requests.length > 0 ? requests : [{}],
  };
}

describe('response', () => {
  beforeAll(() => vi.useFakeTimers({ toFake: ['Date'], now: 1_767_225_600_000 }));
  afterAll(() => vi.useRealTimers());

  describe.each(KINDS)('%s', (kind) => {
    test.each(ROWS.map((row) => [row[0], row] as const))('%s', async (_name, row) => {
      const { before, after } = await answers(caseOf(row), kind);
      expect(after).toEqual(before);
    });
  });
});
