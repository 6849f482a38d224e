import { expect, test } from 'vitest';
import { codeWords } from './code-words.js';
import { generateEvents } from './generate.js';

const BEFORE = `
api.get('/list/:kind', (req, res) => {
  const { page, size: count = 10 } = req.query;
  if (req.query.sort === 'asc' && req.headers['x-tenant'] !== "acme") return [];
  switch (req.params.kind) { case 'open': return res.json({ page, count, who: req.cookies.sid }); }
});
api.post('/list', (req) => req.body.title);`;

test('names and compared values of both forms of the code are found', () => {
  expect(codeWords([BEFORE])).toEqual({
    queries: ['sort', 'page', 'size'],
    headers: ['x-tenant'],
    cookies: ['sid'],
    fields: ['title'],
    auth: false,
    values: ['asc', 'acme', 'open'],
  });
  const after =
    "c.req.query('sort') === 'asc'; c.req.header('X-Tenant'); getCookie(c, 'sid'); getAuth(c).type; typeof x === 'string'; n > 100";
  expect(codeWords([after])).toEqual({
    queries: ['sort'],
    headers: ['X-Tenant'],
    cookies: ['sid'],
    fields: [],
    auth: true,
    values: ['asc', '100'],
  });
});

test('each value is sent wherever the code reads something', () => {
  const routes = [{ id: 'GET /list/:kind' }, { id: 'POST /list' }];
  const events = generateEvents(routes, routes, codeWords([BEFORE]));
  const named = (name: string): unknown => events.find((event) => event.name === name)?.event;
  expect(named('v2 GET /list/:kind: "open" of the code')).toMatchObject({
    rawPath: '/list/open',
    queryStringParameters: { sort: 'open', page: 'open', size: 'open' },
    headers: { 'x-tenant': 'open' },
  });
  expect(named('v2 POST /list: every name in the code')).toMatchObject({
    body: '{"title":"1"}',
    cookies: ['sid=1'],
  });
});

test('code that asks for nothing gets no more events', () => {
  const routes = [{ id: 'GET /' }];
  expect(generateEvents(routes, routes, codeWords(['x === "y"']))).toEqual(generateEvents(routes));
});
