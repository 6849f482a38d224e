import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Case, handlersOf, lambdaContext } from '../testing/both-sides.js';
import { type ClientRequest, lambdaEvent } from '../testing/lambda-events.js';
import { fail } from './errors.js';
import { getLog, type LogOptions, logRequests } from './log.js';

const CONFIGURATIONS: readonly (LogOptions | true)[] = [
  true,
  {},
  { access: true },
  { access: 'never' },
  { level: 'warn' },
  { level: 'DEBUG' },
  { level: 'none' },
  { level: 'unknown' },
  { levels: { audit: 35 } },
  { errorLogging: false, access: true },
  { stack: false, detail: true },
  { nested: true, access: true, detail: true, customKey: 'data', messageKey: 'message' },
  { timestamp: false, timer: false },
  { timestamp: () => 'T', multiValue: true, access: true },
  {
    serializers: {
      main: () => ({ m: 1 }),
      req: () => ({ rq: 1 }),
      res: () => ({ rs: 1 }),
      context: () => ({ cx: 1 }),
      custom: () => ({ cu: 1 }),
    },
    detail: true,
  },
];

const REQUESTS: readonly ClientRequest[] = [
  {},
  {
    path: '/quiet',
    query: [
      ['a', '1'],
      ['a', '2'],
    ],
  },
  { path: '/quiet', headers: [['User-Agent', 'UA']] },
  { path: '/boom' },
  { path: '/raised' },
  { path: '/text' },
  { path: '/nope' },
  { method: 'PUT' },
];

/** Calls every level, with each kind of custom value. */
function talk(log: Record<string, (message?: unknown, custom?: unknown) => void>): void {
  log.trace?.('t');
  log.debug?.('d', { k: 1 });
  log.info?.('i', ['list']);
  log.warn?.('w', 'text');
  log.error?.({ object: true }, 5);
  log.audit?.('a');
}

function caseOf(logger: LogOptions | true): Case {
  return {
    name: JSON.stringify(logger),
    options: { logger: logger as true },
    before: (api) => {
      api.get('/x', (req, res) => {
        talk(req.log);
        res.json({});
      });
      api.get('/quiet', (_req, res) => res.json({}));
      api.get('/boom', () => Promise.reject(new Error('boom')));
      api.get('/raised', (_req, res) => res.error(404, 'm', { d: 1 }));
      api.get('/text', () => Promise.reject('text'));
    },
    after: (app) => {
      logRequests(app, logger);
      app.get('/x', (c) => {
        talk(getLog(c));
        return c.json({});
      });
      app.get('/quiet', (c) => c.json({}));
      app.get('/boom', () => Promise.reject(new Error('boom')));
      app.get('/raised', () => fail(404, 'm', { d: 1 }));
      app.get('/text', () => Promise.reject('text'));
    },
    requests: REQUESTS,
  };
}

describe('log', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  test.each(CONFIGURATIONS.map((one) => [JSON.stringify(one), one] as const))(
    'writes the lines of lambda-api with %s',
    async (_name, logger) => {
      vi.useFakeTimers({ toFake: ['Date'], now: 1_767_225_600_000 });
      const lines: unknown[] = [];
      // oxlint-disable-next-line no-console
      vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(line));
      const { before, after } = handlersOf(caseOf(logger));
      for (const kind of ['v1', 'v2', 'alb'] as const) {
        for (const request of REQUESTS) {
          await before(lambdaEvent(kind, request), lambdaContext());
          const expected = lines.splice(0);
          await after(lambdaEvent(kind, request), lambdaContext());
          expect(lines.splice(0), JSON.stringify(request)).toEqual(expected);
        }
      }
    },
  );

  test('keeps lines in order and hands them to a function of the user', async () => {
    const lines: string[] = [];
    const one = caseOf({ log: (line) => lines.push(line) });
    await handlersOf(one).after(lambdaEvent('v1', {}), lambdaContext());
    const levels = lines.map((line) => JSON.parse(line).level);
    expect(levels).toEqual(['info', 'warn', 'error', 'access']);
  });

  test('adds the stack of errors when asked', async () => {
    const lines: string[] = [];
    const one = caseOf({ stack: true, log: (line) => lines.push(line) });
    await handlersOf(one).after(lambdaEvent('v1', { path: '/boom' }), lambdaContext());
    expect(JSON.parse(lines[0] ?? '').stack).toContain('Error: boom\n    at ');
  });

  test('drops everything without logRequests', async () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const { after } = handlersOf({
      name: '',
      before: () => {},
      after: (app) => app.get('/x', (c) => c.json(getLog(c).info('hi') ?? {})),
      requests: [],
    });
    await after(lambdaEvent('v1', {}), lambdaContext());
    expect(log).not.toHaveBeenCalled();
  });
});
