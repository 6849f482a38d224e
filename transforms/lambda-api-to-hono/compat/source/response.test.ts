import { describeRows, type Row } from '../testing/rows.js';
import { redirect, setLocation } from './redirect.js';
import { html, json, jsonp, send, sendReturned, sendStatus } from './send.js';

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

describeRows('response', ROWS);
