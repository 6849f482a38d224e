import { createRequire } from 'node:module';
import fc from 'fast-check';
import { Hono } from 'hono';
import type lambdaApi from 'lambda-api';
import { describe, expect, test } from 'vitest';
import { handle } from './adapter.js';
import { errorHandler } from './error-handler.js';
import type { Env, LambdaEvent } from './event.js';
import { getRoute, getStack } from './request.js';
import { lambdaApiRouting } from './router.js';

const createAPI: typeof lambdaApi.default = createRequire(import.meta.url)('lambda-api');

const METHODS = ['GET', 'POST', 'OPTIONS', 'HEAD', 'ANY', 'GET,POST', 'OPTIONS,PUT'] as const;

interface Registration {
  /** `USE` or methods. */
  readonly method: string;
  readonly prefix: readonly string[];
  readonly path: readonly string[];
  /** Slashes and spaces around the path, which must not matter. */
  readonly spelling: number;
  readonly answers: boolean;
}

interface Shot {
  readonly method: string;
  readonly path: string;
}

const segment = fc.constantFrom('a', 'b', ':x', ':y');
const registration: fc.Arbitrary<Registration> = fc.record({
  method: fc.oneof(
    { weight: 2, arbitrary: fc.constant('USE') },
    { weight: 5, arbitrary: fc.constantFrom(...METHODS) },
  ),
  prefix: fc.constantFrom<string[]>([], [], ['a'], ['b', ':x']),
  path: fc.oneof(
    fc.constantFrom<string[]>([], ['*'], ['a'], ['a', '*']),
    fc
      .tuple(fc.array(segment, { maxLength: 3 }), fc.boolean())
      .map(([segments, wildcard]) => (wildcard ? [...segments, '*'] : segments)),
  ),
  spelling: fc.nat({ max: 4 }),
  answers: fc.boolean(),
});
const shot: fc.Arbitrary<Shot> = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'OPTIONS', 'HEAD'),
  path: fc
    .tuple(
      fc.array(fc.constantFrom('a', 'a', 'a', 'b', 'b', 'c', '', '*', '%20', '%', 'a%2Fb', 'ü'), {
        maxLength: 4,
      }),
      fc.constantFrom('', '/', '//', '?q=/a'),
    )
    .map(([segments, end]) => `/${segments.join('/')}${end}`),
});

function spell({ path, spelling }: Registration): string {
  const joined = path.join('/');
  return [`/${joined}`, joined, `/${joined}/`, `//${joined}`, `/${joined} `][spelling] ?? joined;
}

type Api = ReturnType<typeof createAPI>;
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The table on the real lambda-api. */
function withLambdaApi(table: readonly Registration[], trace: number[]): Handler {
  const api = createAPI();
  table.forEach((entry, id) => {
    const fn = (req: object, res: object, next: () => void) => step(req, res, next, entry, id);
    const register = (target: Api) => {
      if (entry.method === 'USE') target.use(spell(entry), fn as never);
      else target.METHOD(entry.method.split(',') as never, spell(entry), fn as never);
    };
    if (entry.prefix.length === 0) register(api);
    else api.register(register, { prefix: entry.prefix.join('/') });
  });
  const step = (
    req: { params?: unknown; route?: unknown },
    res: { json?: (value: unknown) => void },
    next: () => void,
    entry: Registration,
    id: number,
  ) => {
    trace.push(id);
    if (entry.answers) res.json?.({ params: req.params, route: req.route });
    else next();
  };
  return (event, context) => api.run(event as never, context as never);
}

/** The same table on Hono. */
function withHono(table: readonly Registration[], trace: number[]): Handler {
  const app = new Hono<Env>(lambdaApiRouting());
  app.onError(errorHandler());
  table.forEach((entry, id) => {
    const target = entry.prefix.length === 0 ? app : app.basePath(entry.prefix.join('/'));
    const path = spell(entry);
    if (entry.method === 'USE') {
      target.use(path, async (c, next) => {
        trace.push(id);
        if (entry.answers) return c.json({ params: c.req.param(), route: getRoute(c) });
        await next();
        return undefined;
      });
      return;
    }
    target.on(entry.method, path, async (c, next) => {
      trace.push(id);
      if (entry.answers) return c.json({ params: c.req.param(), route: getRoute(c) });
      await next();
      return undefined;
    });
  });
  return handle(app);
}

/** What a client sees; a stack that ends without an answer is the same on both sides. */
function seen(result: unknown, ran: boolean): unknown {
  const { statusCode, body } = result as { statusCode?: number; body?: string };
  // No function of a table answers with an error: Hono says so where nothing was answered.
  if (statusCode === undefined || (ran && statusCode >= 400)) return 'unanswered';
  return { statusCode, body };
}

function eventFor({ method, path }: Shot): LambdaEvent {
  return { httpMethod: method, path, headers: {}, requestContext: {}, body: null };
}

async function observe(handler: Handler, trace: number[], event: LambdaEvent): Promise<unknown> {
  trace.length = 0;
  const result = await handler(structuredClone(event), {});
  return { answer: seen(result, trace.length > 0), trace: [...trace] };
}

describe('router', () => {
  test('finds what lambda-api finds, in random tables with overlaps', async () => {
    const seed = Number(process.env.FC_SEED ?? Date.now() % 1_000_000);
    const numRuns = Number(process.env.FC_RUNS ?? 400);
    await fc.assert(
      fc.asyncProperty(
        fc.array(registration, { minLength: 1, maxLength: 9 }),
        fc.array(shot, { minLength: 8, maxLength: 14 }),
        async (table, shots) => {
          const traces = { before: [] as number[], after: [] as number[] };
          const before = withLambdaApi(table, traces.before);
          const after = withHono(table, traces.after);
          for (const one of shots) {
            const event = eventFor(one);
            const expected = await observe(before, traces.before, event);
            expect(await observe(after, traces.after, event)).toEqual(expected);
          }
        },
      ),
      { seed, numRuns, verbose: 0 },
    );
  });

  test('knows the definition without the prefix and the names of the functions', async () => {
    const app = new Hono<Env>(lambdaApiRouting());
    app.use(async function auth(c, next) {
      c.set('seen', getRoute(c));
      await next();
    });
    app.basePath('/v1').get('/users/:id', function show(c) {
      return c.json({ seen: c.get('seen'), route: getRoute(c), stack: getStack(c) });
    });
    const response = await app.request('/v1/users/7');
    const route = '/users/:id';
    expect(await response.json()).toEqual({ seen: route, route, stack: ['auth', 'show'] });
  });

  test('refuses a wildcard inside a path, as lambda-api does', () => {
    const app = new Hono(lambdaApiRouting());
    expect(() => app.get('/a/*/b', (c) => c.text(''))).toThrow('Wildcards can only be at the end');
  });
});
