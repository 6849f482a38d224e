import { describe } from 'vitest';
import type { Case } from '../testing/both-sides.js';
import { describeCases } from '../testing/rows.js';
import { JSON_TYPE, post, value } from '../testing/values.js';
import { getBody, setBody } from './body.js';

const form: readonly [string, string][] = [['Content-Type', 'application/x-www-form-urlencoded']];

function base64(bytes: string | readonly number[]): string {
  return Buffer.from(bytes as string).toString('base64');
}

const CASES: readonly Case[] = [
  value(
    'body',
    (req) => req.body,
    getBody,
    {},
    post(undefined),
    post('{"a":[1]}', JSON_TYPE),
    post('123', [['Content-Type', 'text/plain']]),
    post('null'),
    post('true'),
    post('{"a":1}'),
    post('{"a":', JSON_TYPE),
    post('hello', JSON_TYPE),
    post('', JSON_TYPE),
    post({ a: 1 }, JSON_TYPE),
    post(base64('{"a":"é"}'), JSON_TYPE, true),
    post('--b\r\n\r\n1\r\n--b--\r\n', [['Content-Type', 'multipart/form-data; boundary=b']]),
    { method: 'GET', body: '{"a":1}', headers: JSON_TYPE },
    { method: 'DELETE', body: '{"a":1}', headers: JSON_TYPE },
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
    post(base64('{"a":1}'), JSON_TYPE, true),
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
    requests: [post('{"a":1}', JSON_TYPE), { ...post('{"a":1}', JSON_TYPE), path: '/y' }],
  },
];

describe('body', () => describeCases(CASES));
