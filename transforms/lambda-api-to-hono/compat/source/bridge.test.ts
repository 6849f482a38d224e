import { describe, expect, test } from 'vitest';
import { clientView, createAPI, lambdaContext, type LooseApi } from '../testing/both-sides.js';
import { type ClientRequest, KINDS, lambdaEvent } from '../testing/lambda-events.js';
import { errorMiddleware } from './error-handler.js';
import { fail } from './errors.js';
import { bridge, hono, migrated } from './bridge.js';
import type { Loose } from './event.js';
import { addCookie } from './headers.js';
import { getRequestCount, getRoute, isColdStart } from './request.js';
import { sendStatus } from './send.js';

const ROUTES = [
  'GET /',
  'GET /users/:id',
  'GET /users/me',
  'POST /users',
  'ANY /any',
  'GET /files/*',
  'GET /fail',
];

/** One service in which the named routes have moved. */
function service(moved: ReadonlySet<string>): LooseApi {
  const api: LooseApi = createAPI({ base: '/v1', errorHeaderWhitelist: ['x-id'] }) as Loose;
  api.use((req, res, next) => {
    req.seen = 'mw';
    res.header('x-id', '7');
    next();
  });
  hono(api).use(async (c, next) => {
    c.set('seen', 'mw');
    c.header('x-id', '7');
    await next();
  });
  api.use((e: Loose, _req: Loose, res: Loose, _next: () => void) =>
    res.json({ caught: e.message }),
  );
  errorMiddleware(hono(api), (e, c) => c.json({ caught: e.message }));
  const before = (req: Loose, res: Loose) => {
    res.cookie('a', '1').json({
      route: req.route,
      params: req.params,
      seen: req.seen,
      count: [req.requestCount, req.coldStart],
    });
  };
  const after = (c: Loose) => {
    addCookie(c, 'a', '1');
    return c.json({
      route: getRoute(c),
      params: c.req.param(),
      seen: c.get('seen'),
      count: [getRequestCount(c), isColdStart(c)],
    });
  };
  const add = (target: LooseApi, id: string) => {
    const [method = '', path = ''] = id.split(' ');
    const name = method.toLowerCase() as 'get';
    const failing = id === 'GET /fail';
    if (!moved.has(id)) target[name](path, failing ? (_req, res) => res.error(402, 'no') : before);
    else {
      target[name](path, migrated);
      hono(target).on(method, path, failing ? () => fail(402, 'no') : after);
    }
  };
  for (const id of ROUTES.slice(0, 4)) add(api, id);
  api.register((inner) => ROUTES.slice(4).forEach((id) => add(inner, id)), { prefix: '/inner' });
  return api;
}

const REQUESTS: readonly ClientRequest[] = [
  ...[
    '/v1',
    '/v1/users/7',
    '/v1/users/me',
    '/v1/users/me/',
    '/v1/users/a%20b',
    '/v1/inner/any',
    '/v1/inner/files/a/b',
    '/v1/inner/fail',
    '/v1/nope',
    '/',
    '/v1/inner',
  ].map((path) => ({ path })),
  { path: '/v1/users', method: 'POST', body: '{}' },
  { path: '/v1/users', method: 'OPTIONS' },
  { path: '/v1/users', method: 'DELETE' },
  { path: '/v1/users/7', method: 'HEAD' },
  { path: '/v1/inner/any', method: 'PATCH' },
];

describe('bridge', () => {
  const subsets = Array.from({ length: 2 ** ROUTES.length }, (_, bits) =>
    ROUTES.filter((_id, position) => (bits >> position) & 1),
  );

  test('answers as before with any subset of routes moved', async () => {
    const whole = createRunner(new Set());
    const expected = await whole(KINDS.length);
    for (const [number, moved] of subsets.entries()) {
      // Each subset on one kind, each kind on many subsets.
      const seen = await createRunner(new Set(moved))(number % KINDS.length);
      expect(seen, moved.join(', ')).toEqual(expected[number % KINDS.length]);
    }
  });

  test('sees routes that are added after the first event', async () => {
    const api: LooseApi = createAPI() as Loose;
    const handler = bridge(api);
    api.get('/x/:id', (_req, res) => res.json({ on: 'lambda-api' }));
    const event = lambdaEvent('v1', { path: '/x/late' });
    expect((await handler(event, {})).body).toBe('{"on":"lambda-api"}');
    api.get('/x/late', migrated);
    hono(api).get('/x/late', (c) => c.json({ on: 'hono' }));
    expect((await handler(event, {})).body).toBe('{"on":"hono"}');
  });

  test('calls back on both sides, and has two parameters as runtimes want', async () => {
    const api: LooseApi = createAPI() as Loose;
    api.get('/old', (_req, res) => res.sendStatus(200));
    api.get('/new', migrated);
    hono(api).get('/new', (c) => sendStatus(c, 200));
    const calls: unknown[] = [];
    const callback = (failure: unknown, result: Loose) => calls.push([failure, result.statusCode]);
    for (const path of ['/old', '/new', '/none']) {
      await bridge(api)(lambdaEvent('v1', { path }), {}, callback);
    }
    expect(calls).toEqual([
      [null, 200],
      [null, 200],
      [null, 404],
    ]);
    expect(bridge(api)).toHaveLength(2);
  });

  test('the placeholder says why it cannot run', async () => {
    const api: LooseApi = createAPI() as Loose;
    api.get('/new', migrated);
    const { body } = await api.run(lambdaEvent('v1', { path: '/new' }), {});
    expect(body).toContain('call bridge(api)(event, context)');
  });

  test.each([[{}], [null], [{ source: 'aws.events' }]])(
    'leaves %j to lambda-api',
    async (event) => {
      const api = service(new Set(ROUTES));
      const { statusCode } = await bridge(api)(event, {});
      expect(statusCode).toBe(405);
    },
  );

  test('counts paths that only lambda-api knows, also those that only middleware has', async () => {
    const build = (moved: boolean) => {
      const api: LooseApi = createAPI() as Loose;
      const answer = (req: Loose, res: Loose) => res.json({ route: req.route });
      api.use('/users/admin/*', (_req: Loose, _res: Loose, next: () => void) => next());
      api.get('/known/deep', answer);
      if (!moved) {
        api.get('/users/:id', answer);
        api.any('/*', answer);
        return api;
      }
      api.get('/users/:id', migrated);
      api.any('/*', migrated);
      hono(api).get('/users/:id', (c) => c.json({ route: getRoute(c) }));
      hono(api).on('ANY', '/*', (c) => c.json({ route: getRoute(c) }));
      return api;
    };
    const before = build(false);
    const after = bridge(build(true));
    for (const path of [
      '/users/admin',
      '/users/7',
      '/known',
      '/known/deep',
      '/none',
      '/users/constructor',
    ]) {
      for (const method of ['GET', 'OPTIONS', 'HEAD', 'POST']) {
        const event = lambdaEvent('v1', { path, method });
        expect(await after(event, {}), `${method} ${path}`).toEqual(await before.run(event, {}));
      }
    }
  });
});

/** Runs all requests on one kind, or on every kind when asked for their number. */
function createRunner(moved: ReadonlySet<string>) {
  return async (kind: number): Promise<Loose> => {
    const kinds = kind === KINDS.length ? KINDS : KINDS.slice(kind, kind + 1);
    const seen = await Promise.all(
      kinds.map(async (one) => {
        const api = service(moved);
        const views: unknown[] = [];
        for (const request of REQUESTS) {
          views.push(
            clientView(await bridge(api)(lambdaEvent(one, request), lambdaContext()), one),
          );
        }
        return views;
      }),
    );
    return kind === KINDS.length ? seen : seen[0];
  };
}
