import { describeRows, type Row } from '../testing/rows.js';
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
import { send } from './send.js';

const ROWS: readonly Row[] = [
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
];

describeRows('headers of the response', ROWS);
