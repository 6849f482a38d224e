import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createAPI, lambdaContext, type LooseApi } from '../testing/both-sides.js';
import { lambdaEvent } from '../testing/lambda-events.js';
import { handle } from './adapter.js';
import type { Env, Loose } from './event.js';
import { getLog, logRequests } from './log.js';
import { lambdaApiRouting } from './router.js';
import { sampler, type SamplingOptions } from './sampling.js';

const START = 1_767_225_600_000;
const PATHS = ['/', '/users', '/users/7', '/health', '/files/a', '/files/a/b'];

const CASES: readonly (readonly [string, SamplingOptions | true])[] = [
  ['defaults', true],
  ['a target', { target: 3, rate: 0, period: 10 }],
  ['a share', { target: 0, rate: 0.3, period: 5 }],
  [
    'a level, and one that does not exist',
    { level: 'debug', rules: [{ route: '/users', level: 'x' }] },
  ],
  [
    'rules by route and method',
    {
      target: 0,
      rate: 0,
      rules: [
        { route: '/users', target: 1, rate: 0.5, period: 4 },
        { route: '/users/:id', method: 'get', target: 2, period: 8 },
        { route: '/users/:id', method: ['POST', 'put'], target: 0, rate: 1 },
        { route: '/files/*', method: 'POST, GET', target: 1, rate: 0 },
        { route: '/files/a', target: 5, rate: 0.9 },
        { route: '/', target: 1 },
      ],
    },
  ],
];

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: START }));
afterEach(() => void vi.useRealTimers());

describe('sampler', () => {
  test.each(CASES)('%s', async (_name, sampling) => {
    const before: string[] = [];
    const after: string[] = [];
    const api = createAPI({
      logger: { level: 'warn', sampling, log: (line: string) => before.push(line) } as Loose,
    }) as Loose as LooseApi;
    const app = new Hono<Env>(lambdaApiRouting());
    logRequests(app, {
      level: 'warn',
      sampling: sampler(sampling),
      log: (line) => after.push(line),
    });
    for (const path of ['/', '/users', '/users/:id', '/health', '/files/a', '/files/*']) {
      api.any(path, (req, res) => {
        for (const level of ['trace', 'debug', 'warn']) req.log[level](level);
        res.json({});
      });
      app.on('ANY', path, (c) => {
        for (const level of ['trace', 'debug', 'warn']) getLog(c)[level]?.(level);
        return c.json({});
      });
    }
    const run = handle(app);
    for (let step = 0; step < 200; step += 1) {
      vi.setSystemTime(Date.now() + 137 * (step % 7));
      const path = PATHS[(step * 5) % PATHS.length] ?? '/';
      const event = lambdaEvent('v1', { path, method: step % 3 === 0 ? 'POST' : 'GET' });
      await api.run(event, lambdaContext());
      await run(event, lambdaContext());
    }
    expect(after).toEqual(before);
    expect(before.filter((line) => line.includes('"sample":true')).length).toBeGreaterThan(3);
  });
});
