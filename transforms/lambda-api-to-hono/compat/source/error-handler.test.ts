import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import type { Case } from '../testing/both-sides.js';
import { describeCases } from '../testing/rows.js';
import { errorHandler, errorMiddleware } from './error-handler.js';
import { ApiError, fail } from './errors.js';
import type { Env, Loose } from './event.js';
import { addCookie, setCors } from './headers.js';
import { lambdaApiRouting } from './router.js';
import { send } from './send.js';

class NamedError extends Error {
  statusCode = 404;
  getResponse() {
    return new Response('tea', { status: 418 });
  }
}

const gone = new NamedError('m');

/** A thrown value, on both sides. */
function thrown(name: string, value: unknown): Case {
  return {
    name: `throws ${name}`,
    before: (api) => {
      api.get('/x', () => {
        throw value;
      });
      api.get('/later', async () => {
        await Promise.resolve();
        throw value;
      });
    },
    after: (app) => {
      app.get('/x', () => {
        throw value;
      });
      app.get('/later', async () => {
        await Promise.resolve();
        throw value;
      });
    },
    requests: [{}, { path: '/later' }, { method: 'HEAD' }],
  };
}

/** `res.error(...)` with the same arguments as `fail(...)`, without and with error middleware. */
function raised(...args: Parameters<typeof fail>): Case[] {
  const name = `fail(${args.map((arg) => (arg instanceof Error ? 'Error' : JSON.stringify(arg))).join(', ')})`;
  const plain: Case = {
    name,
    before: (api) => api.get('/x', (_req, res) => res.error(...args)),
    after: (app) => app.get('/x', () => fail(...args)),
    requests: [{}],
  };
  const describeError = (e: Loose) => ({
    type: typeof e,
    name: e?.name,
    message: e?.message,
    code: e?.code,
    detail: e?.detail,
  });
  const seen: Case = {
    name: `${name} in error middleware`,
    before: (api) => {
      plain.before(api);
      api.use((e: Loose, _req: Loose, res: Loose, _next: () => void) => res.json(describeError(e)));
    },
    after: (app) => {
      plain.after(app);
      errorMiddleware(app, (e, c) => c.json(describeError(e)));
    },
    requests: [{}],
  };
  return [plain, seen];
}

/** Error middleware on both sides, for a thrown error, an unknown path and an unknown method. */
function middleware(
  name: string,
  before: (error: Loose, res: Loose, next: () => void) => unknown,
  after: Parameters<typeof errorMiddleware>[1],
): Case {
  return {
    name,
    before: (api) => {
      api.use((e: Loose, _req: Loose, res: Loose, next: () => void) => before(e, res, next));
      api.get('/x', (_req, res) => {
        res.cors().cookie('a', '1');
        throw new Error('boom');
      });
    },
    after: (app) => {
      errorMiddleware(app, after);
      app.get('/x', (c) => {
        setCors(c);
        addCookie(c, 'a', '1');
        throw new Error('boom');
      });
    },
    requests: [{}, { path: '/nope' }, { method: 'POST', body: '{}' }, { method: 'OPTIONS' }],
  };
}

const CASES: readonly Case[] = [
  thrown('an Error', new Error('boom')),
  thrown('an empty Error', new Error()),
  thrown('text', 'text'),
  thrown('an object', { statusCode: 404, message: 'm' }),
  thrown('undefined', undefined),
  thrown('a number', 5),
  thrown('an Error with a status', gone),
  thrown('an ApiError', new ApiError('m', 404)),
  ...raised('m'),
  ...raised(404, 'm'),
  ...raised(404, 'm', { d: 1 }),
  ...raised('m', { d: 1 }),
  ...raised(new Error('m')),
  ...raised(403, new Error('m')),
  ...raised(404, { code: 'X' }),
  ...raised('404', 'm'),
  ...raised(400),
  ...raised(204, 'm').slice(0, 1),
  {
    name: 'drops headers, cookies and status',
    options: { errorHeaderWhitelist: ['X-Keep'] },
    before: (api) => {
      api.use((_req, res, next) => {
        res.cors().cookie('a', '1').header('x-keep', 'k').header('x-drop', 'd').status(422);
        next();
      });
      api.get('/x', () => {
        throw new Error('boom');
      });
      api.get('/y', (_req, res) => res.error(404, 'm'));
      api.get('/z', (_req, res) => res.redirect(200, '/'));
    },
    after: (app) => {
      app.use(async (c, next) => {
        setCors(c);
        addCookie(c, 'a', '1');
        c.header('x-keep', 'k');
        c.header('x-drop', 'd');
        c.status(422);
        await next();
      });
      app.get('/x', () => {
        throw new Error('boom');
      });
      app.get('/y', () => fail(404, 'm'));
      app.get('/z', () => fail(new Error('200 is an invalid redirect status code')));
    },
    requests: [{}, { path: '/y' }, { path: '/z' }, { path: '/nope' }, { method: 'PUT' }],
  },
  middleware(
    'middleware answers',
    (e, res) => res.status(400).json({ m: e.message, n: e.name, p: e.path, method: e.method }),
    (e, c) => c.json({ m: e.message, n: e.name, p: e.path, method: e.method }, 400),
  ),
  middleware(
    'middleware keeps the status',
    (e, res) => res.json({ m: e.message }),
    (e, c) => c.json({ m: e.message }),
  ),
  middleware(
    'middleware sends text',
    (_e, res) => res.send('oops'),
    (_e, c) => send(c, 'oops'),
  ),
  middleware(
    'middleware returns a value',
    (e) => ({ v: e.message }),
    (e) => ({ v: e.message }),
  ),
  middleware(
    'middleware passes on',
    (_e, _res, next) => next(),
    async (_e, _c, next) => {
      await next();
    },
  ),
  middleware(
    'middleware does nothing',
    () => undefined,
    () => undefined,
  ),
  middleware(
    'async middleware',
    async (e, res) => {
      await Promise.resolve();
      res.json({ late: e.message });
    },
    async (e, c) => {
      await Promise.resolve();
      return c.json({ late: e.message });
    },
  ),
  middleware(
    'middleware sets headers',
    (_e, res) => res.header('x-e', '1').cookie('e', '2').json({}),
    (_e, c) => {
      c.header('x-e', '1');
      addCookie(c, 'e', '2');
      return c.json({});
    },
  ),
  {
    name: 'several, one of them from inside a prefix',
    before: (api) => {
      api.use((e: Loose, req: Loose, _res: Loose, next: () => void) => {
        req.seen = [e.message];
        next();
      });
      api.register(
        (inner) => {
          inner.use((_e: Loose, req: Loose, res: Loose, _next: () => void) =>
            res.json([...req.seen, 'inner']),
          );
        },
        { prefix: '/v1' },
      );
      api.get('/x', () => Promise.reject(new Error('boom')));
    },
    after: (app) => {
      errorMiddleware(app, (e, c) => c.set('seen', [e.message]));
      errorMiddleware(app.basePath('/v1'), (_e, c) => c.json([...c.get('seen'), 'inner']));
      app.get('/x', () => Promise.reject(new Error('boom')));
    },
    requests: [{}, { path: '/v1/nope' }],
  },
  {
    name: 'errors that error middleware raises keep the status of an unknown route',
    before: (api) => {
      api.use((_err: Loose, _req: Loose, res: Loose, _next: () => void) => res.error('second'));
      api.get('/x', (_req, res) => res.error(403, 'first'));
    },
    after: (app) => {
      errorMiddleware(app, () => fail('second'));
      app.get('/x', () => fail(403, 'first'));
    },
    requests: [{}, { path: '/nope' }, { method: 'PUT' }],
  },
  {
    name: 'unserialisable values',
    before: (api) => api.get('/x', (_req, res) => res.json({ big: 1n })),
    after: (app) => app.get('/x', (c) => c.json({ big: 1n } as unknown as object)),
    requests: [{}],
  },
  {
    name: 'no middleware for unknown paths and methods',
    before: (api) => {
      api.use((_req, res, next) => {
        res.header('x-m', '1');
        next();
      });
      api.get('/x', (_req, res) => res.json({}));
      api.get('/deep/er', (_req, res) => res.json({}));
    },
    after: (app) => {
      app.use(async (c, next) => {
        c.header('x-m', '1');
        await next();
      });
      app.get('/x', (c) => c.json({}));
      app.get('/deep/er', (c) => c.json({}));
    },
    requests: [{}, { path: '/nope' }, { method: 'OPTIONS' }, { path: '/deep' }, { path: '/' }],
  },
];

describe('errors', () => {
  describeCases(CASES);

  test('an error inside error middleware is answered; lambda-api hangs', async () => {
    const app = new Hono<Env>(lambdaApiRouting());
    app.onError(
      errorHandler(() => {
        throw new Error('second');
      }),
    );
    app.get('/x', () => {
      throw new Error('first');
    });
    const response = await app.request('/x');
    expect([response.status, await response.json()]).toEqual([500, { error: 'second' }]);
  });

  test('middleware given to errorHandler runs first', async () => {
    const app = new Hono<Env>(lambdaApiRouting());
    app.onError(errorHandler({ keepHeaders: ['X-Id'] }, (e, c) => c.json({ first: e.message })));
    errorMiddleware(app, (_e, c) => c.json({ second: true }));
    app.get('/x', (c) => {
      c.header('x-id', '7');
      throw new Error('boom');
    });
    const response = await app.request('/x');
    expect([response.headers.get('x-id'), await response.json()]).toEqual(['7', { first: 'boom' }]);
  });
});
