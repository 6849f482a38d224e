import { expect, test } from 'vitest';
import { kindOf, methodOf, pathOf } from '../compare/kind.js';
import { buildEvent } from './build.js';
import { generateEvents } from './generate.js';
import { NO_ROUTE, parseRouteId, routeOf } from './route-id.js';

const KINDS = [
  'rest',
  'rest-single',
  'http-api',
  'function-url',
  'alb-single',
  'alb-multi',
] as const;

test.each(KINDS)('an event of kind %s is recognised as what it is', (kind) => {
  const event = buildEvent(kind, { method: 'POST', path: '/a/b' });
  expect([kindOf(event), methodOf(event), pathOf(event)]).toEqual([kind, 'POST', '/a/b']);
});

test('repeats, cookies and queries are written as each front end writes them', () => {
  const request = {
    method: 'GET',
    path: '/x',
    query: [
      ['a', '1 2'],
      ['a', '3'],
    ] as const,
    headers: [
      ['X-A', '1'],
      ['X-A', '2'],
    ] as const,
    cookies: ['s=1', 't=2'],
  };
  expect(buildEvent('rest', request)).toMatchObject({
    queryStringParameters: { a: '3' },
    multiValueQueryStringParameters: { a: ['1 2', '3'] },
    headers: { 'X-A': '2', Cookie: 's=1; t=2' },
    multiValueHeaders: { 'X-A': ['1', '2'] },
    body: null,
  });
  const payload2 = buildEvent('http-api', request);
  expect(payload2).toMatchObject({
    rawQueryString: 'a=1%202&a=3',
    queryStringParameters: { a: '1 2,3' },
    headers: { 'x-a': '1,2' },
    cookies: ['s=1', 't=2'],
  });
  expect(payload2).not.toHaveProperty('body');
  expect(buildEvent('alb-multi', request)).toMatchObject({
    multiValueQueryStringParameters: { a: ['1%202', '3'] },
    multiValueHeaders: { 'x-a': ['1', '2'], cookie: ['s=1; t=2'] },
    body: '',
  });
  expect(buildEvent('alb-single', request)).not.toHaveProperty('multiValueHeaders');
});

test('generated events are the same every time, have unique names and cover every kind', () => {
  const routes = ['GET /v1/users/:id', 'POST /orders', 'ANY /x', 'GET /files/*'].map((id) => ({
    id,
  }));
  const events = generateEvents(routes);
  expect(generateEvents(routes)).toEqual(events);
  expect(new Set(events.map(({ name }) => name)).size).toBe(events.length);
  expect(new Set(events.map(({ event }) => kindOf(event)))).toEqual(
    new Set(['rest', 'http-api', 'function-url', 'alb-multi', 'alb-single', 'none']),
  );
  const names = events.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      'v2 GET /v1/users/:id: repeated query keys',
      'v1 POST /orders: malformed JSON',
      'url ANY /x: form body in base64',
      'alb GET /files/*: trailing slash',
      'v2 GET /v1/users/:id: wrong method',
      'an event that is no HTTP request',
    ]),
  );
  expect(names).not.toContain('v2 ANY /x: wrong method');
});

test('a wrong method is one that no route of the same path has', () => {
  const routes = [{ id: 'GET /a' }, { id: 'PATCH /a' }, { id: 'DELETE /a' }];
  const wrong = generateEvents(routes).filter(({ name }) => name === 'v1 GET /a: wrong method');
  expect(wrong.map(({ event }) => methodOf(event))).toEqual(['PUT']);
});

test.each([
  ['GET', '/users/me', 'GET /users/me'],
  ['GET', '/users/7/', 'GET /users/:id'],
  ['HEAD', '/users/7', 'ANY /users/:id'],
  ['HEAD', '/users/me', 'GET /users/me'],
  ['POST', '/users/7', 'ANY /users/:id'],
  ['GET', '/users/7/a/b', 'GET /users/*'],
  ['GET', '/', 'GET /'],
  ['POST', '/users/me', NO_ROUTE],
  ['GET', '/nope', NO_ROUTE],
  ['DELETE', '/users/7/a', NO_ROUTE],
])('%s %s belongs to %s', (method, path, id) => {
  const ids = ['GET /users/*', 'ANY /users/:id', 'GET /users/:id', 'GET /users/me', 'GET /'];
  expect(routeOf(ids.map(parseRouteId), method, path)).toBe(id);
});
