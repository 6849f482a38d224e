import { describe, expect, test } from 'vitest';
import { type Case, handlersOf, lambdaContext } from '../testing/both-sides.js';
import { type ClientRequest, lambdaEvent } from '../testing/lambda-events.js';
import { onFinish } from './adapter.js';
import { fail } from './errors.js';
import type { Loose } from './event.js';

describe('onFinish', () => {
  test('runs once after every response, the last one wins', async () => {
    const log: { before: unknown[]; after: unknown[] } = { before: [], after: [] };
    const one: Case = {
      name: 'finally',
      before: (api) => {
        api.finally(() => log.before.push('replaced'));
        api.finally((req, { _statusCode: status }) =>
          log.before.push([req.method, req.route, status]),
        );
        api.get('/x', (_req, res) => res.json({}));
        api.get('/e', (_req, res) => res.error(403, 'm'));
      },
      after: (app) => {
        onFinish(app, () => log.after.push('replaced'));
        onFinish(app, (c) =>
          log.after.push([
            c.req.method,
            c.req.routePath === '/*' ? null : c.req.routePath,
            c.res.status,
          ]),
        );
        app.get('/x', (c) => c.json({}));
        app.get('/e', () => fail(403, 'm'));
      },
      requests: [],
    };
    const requests: ClientRequest[] = [
      {},
      { path: '/e' },
      { path: '/nope' },
      { method: 'PUT' },
      { method: 'HEAD' },
    ];
    const { before, after } = handlersOf(one);
    for (const request of requests) {
      await before(lambdaEvent('v1', request), lambdaContext());
      await after(lambdaEvent('v1', request), lambdaContext());
    }
    expect(log.after).toEqual(log.before);
    expect(log.after).toHaveLength(requests.length);
  });
});

describe('events that are not HTTP', () => {
  test.each([[{}], [null], [undefined], [{ source: 'aws.events', detail: {} }]])(
    '%j',
    async (event) => {
      const { before, after } = handlersOf({
        name: '',
        before: (api) => api.get('/', (_req, res) => res.json({})),
        after: (app) => app.get('/', (c) => c.json({})),
        requests: [],
      });
      expect(await after(event as Loose, {})).toEqual(await before(event as Loose, {}));
    },
  );
});
