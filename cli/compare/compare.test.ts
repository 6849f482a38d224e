import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve, type ServerType } from '@hono/node-server';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/call.js';
import { renderMarkdown } from './render-compare.js';
import type { CompareReport } from './report.js';
import { inOrder } from './schedule.js';

const TOKEN = 'Bearer s3cr3t-token-of-the-test';
const seen: string[] = [];

/** The API below a base path; `isNew` is the one with mistakes in it. */
function api(base: string, isNew: boolean): Hono {
  const app = new Hono().basePath(base);
  app.use(async (c, next) => {
    seen.push(`${c.req.method} ${c.req.path} ${c.req.header('authorization') ?? ''}`);
    await next();
    c.header('x-amzn-requestid', String(Math.random()));
  });
  app.get('/same', (c) => c.json({ a: 1, b: [c.req.query('q') ?? null] }));
  app.get('/order', (c) => c.json(isNew ? { b: 2, a: 1 } : { a: 1, b: 2 }));
  app.get('/login', (c) => c.redirect(`${base}/home`));
  app.get('/fixed', (c) => {
    c.header('set-cookie', 'id=1; Path=/v1; HttpOnly');
    return c.redirect('/v1/home');
  });
  app.get('/session', (c) => {
    c.header('set-cookie', `id=1; Path=${base}/x; HttpOnly`);
    return c.body(null, 204);
  });
  app.get('/status', (c) => c.text('x', isNew ? 404 : 200));
  app.get('/header', (c) => {
    c.header('cache-control', isNew ? 'no-cache' : 'no-store');
    return c.text('x');
  });
  app.get('/cookie', (c) => {
    c.header('set-cookie', isNew ? 'id=1' : 'id=1; HttpOnly');
    return c.text('x');
  });
  app.get('/body', (c) => c.text(isNew ? 'Zoe' : 'Zoë'));
  app.get('/bytes', (c) => c.body(new Uint8Array([255, isNew ? 1 : 2])));
  app.get('/echo', (c) => c.text(`${isNew ? 'new' : 'old'} ${c.req.header('authorization')}`));
  app.get('/slow', async (c) => {
    await new Promise((done) => setTimeout(done, isNew ? 2000 : 0));
    return c.text('x');
  });
  app.post('/items', async (c) => c.json({ got: await c.req.json() }, 201));
  return app;
}

const folder = mkdtempSync(join(tmpdir(), 'compare-test-'));
const servers: ServerType[] = [];
const address = { a: '', b: '' };

beforeAll(async () => {
  for (const [name, app] of [['a', api('/v1', false)] as const, ['b', api('/v2', true)] as const]) {
    const base = name === 'a' ? 'v1' : 'v2';
    address[name] = await new Promise<string>((listening) => {
      const options = { fetch: app.fetch, port: 0, hostname: '127.0.0.1' };
      const started = ({ port }: AddressInfo): void =>
        listening(`http://127.0.0.1:${port}/${base}`);
      servers.push(serve(options, started));
    });
  }
});

afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true });
});

const isValid = new Ajv2020({ strict: true }).compile(
  JSON.parse(readFileSync(new URL('../schema/compare.json', import.meta.url), 'utf8')) as object,
);

interface Compared {
  readonly code: number;
  readonly report: CompareReport;
  readonly talk: string;
}

async function compare(
  requests: readonly object[],
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<Compared> {
  const file = join(folder, 'requests.jsonl');
  writeFileSync(file, requests.map((request) => JSON.stringify(request)).join('\n'));
  const all = ['compare', address.a, address.b, '--requests', file, '--json', ...args];
  const { code, stdout, stderr } = await call(folder, all, env);
  const report: CompareReport = JSON.parse(stdout);
  expect(isValid(report), stdout).toBe(true);
  return { code, report, talk: stderr };
}

const differing = ({ report }: Compared): readonly string[] =>
  report.different.map(
    ({ path, fields }) => `${path}: ${fields.map(({ field }) => field).join(', ')}`,
  );

describe('compare', () => {
  it('finds two endpoints the same, with the address of each in redirects and cookies', async () => {
    const paths = ['/same', '/same?q=%C3%A9', '/order', '/login', '/session', '/none'];
    const result = await compare(paths.map((path) => ({ path })));
    expect(differing(result)).toEqual([]);
    expect(result.code).toBe(0);
    const statuses = { 200: 3, 204: 1, 302: 1, 404: 1 };
    expect(result.report.summary).toMatchObject({
      requests: 6,
      same: 6,
      different: 0,
      statuses: { a: statuses, b: statuses },
    });
  });

  it('finds redirects and cookies the same that name the first address on both', async () => {
    const result = await compare([{ path: '/fixed' }]);
    expect(differing(result)).toEqual([]);
  });

  it.each(['status', 'header', 'cookie', 'body', 'bytes'])('sees another %s', async (name) => {
    const result = await compare([{ path: '/same' }, { path: `/${name}` }]);
    const field = { cookie: 'cookies', bytes: 'body', header: 'header cache-control' }[name];
    expect(differing(result)).toEqual([`/${name}: ${field ?? name}`]);
    expect(result.code).toBe(1);
  });

  it('does not compare headers that are named', async () => {
    const result = await compare([{ path: '/header' }], ['--ignore-header', 'Cache-*']);
    expect(differing(result)).toEqual([]);
  });

  it('sends what may change something only when it is asked for', async () => {
    const post = { method: 'POST', path: '/items', body: { a: 1 } };
    const safe = await compare([post, { path: '/same' }]);
    expect(safe.report.summary).toMatchObject({ requests: 1, leftOut: 1 });
    seen.length = 0;
    const unsafe = await compare([post], ['--unsafe']);
    expect(unsafe.report.summary).toMatchObject({ requests: 1, same: 1, leftOut: 0 });
    expect(seen.map((line) => line.trim())).toEqual(['POST /v1/items', 'POST /v2/items']);
  });

  it('takes credentials from the environment and never prints them', async () => {
    seen.length = 0;
    const args = ['--header', 'authorization: env:API_TOKEN'];
    const { report, talk } = await compare([{ path: '/echo' }], args, { API_TOKEN: TOKEN });
    expect(seen).toEqual([`GET /v1/echo ${TOKEN}`, `GET /v2/echo ${TOKEN}`]);
    expect(report.different[0]?.fields).toEqual([
      { field: 'body', a: 'old [API_TOKEN]', b: 'new [API_TOKEN]' },
    ]);
    expect(JSON.stringify(report) + renderMarkdown(report) + talk).not.toContain('s3cr3t');
  });

  it('does not send credentials that stand in a file', async () => {
    seen.length = 0;
    const request = { path: '/same', headers: { Authorization: TOKEN } };
    const { talk } = await compare([request]);
    expect(seen).toEqual(['GET /v1/same ', 'GET /v2/same ']);
    expect(talk).toContain('the header Authorization is not sent');
    expect(talk).not.toContain('s3cr3t');
  });

  it('counts an answer that does not come as a difference', async () => {
    const result = await compare([{ path: '/same' }, { path: '/slow' }], ['--timeout', '300']);
    expect(differing(result)).toEqual(['/slow: outcome']);
    expect(result.report.different[0]?.fields[0]?.b).toBe('failed (no answer within 300 ms)');
  });

  it('reads recordings of browsers', async () => {
    const entries = ['/same?q=1', '/body'].map((path) => ({
      request: {
        method: 'GET',
        url: address.a + path,
        headers: [
          { name: ':authority', value: 'x' },
          { name: 'Host', value: 'x' },
          { name: 'Accept', value: 'text/plain' },
        ],
      },
    }));
    const file = join(folder, 'browser.har');
    writeFileSync(file, JSON.stringify({ log: { version: '1.2', entries } }));
    const args = ['compare', address.a, address.b, '--requests', file];
    const { code, stdout } = await call(folder, args);
    expect(code).toBe(1);
    expect(stdout).toContain('GET /body\n  body\n    A  Zoë\n    B  Zoe\n');
    expect(stdout).toContain('2 requests: 1 same, 1 different');
  });

  it('writes a table for a pull request', async () => {
    const { report } = await compare([{ path: '/status' }]);
    expect(renderMarkdown(report)).toContain('| GET /status | status | 200 | 404 |');
  });
});

describe('a call that cannot be', () => {
  const lines = (text: string): string => {
    const file = join(folder, 'given.jsonl');
    writeFileSync(file, text);
    return file;
  };

  it.each([
    ['endpoint-missing', () => [address.a]],
    ['endpoint-invalid', () => ['ftp://example.com', address.b]],
    ['endpoint-invalid', () => ['https://me:pw@example.com', address.b]],
    ['endpoint-invalid', () => [`${address.a}?x=1`, address.b]],
    ['requests-unreadable', () => [address.a, address.b, '--requests', 'none.jsonl']],
    ['requests-unreadable', () => [address.a, address.b, '--requests', lines('')]],
    ['requests-unreadable', () => [address.a, address.b, '--requests', lines('{"path":"x"}')]],
    ['requests-unreadable', () => [address.a, address.b, '--requests', lines('GET /x')]],
    [
      'nothing-to-send',
      () => [address.a, address.b, '--requests', lines('{"method":"POST","path":"/"}')],
    ],
    ['credential-written-out', () => [address.a, address.b, '--header', `authorization: ${TOKEN}`]],
    ['credential-missing', () => [address.a, address.b, '--header', 'authorization: env:NONE']],
    ['header-invalid', () => [address.a, address.b, '--header', 'authorization']],
    ['option-invalid', () => [address.a, address.b, '--rate', 'fast']],
    [
      'endpoint-unreachable',
      () => ['http://127.0.0.1:9/v1', address.b, '--requests', lines('{"path":"/same"}')],
    ],
  ])('ends with %s', async (code, args) => {
    const answer = await call(folder, ['compare', ...args(), '--json']);
    expect([answer.code, JSON.parse(answer.stdout)]).toEqual([
      2,
      { schemaVersion: 1, error: expect.objectContaining({ code }) },
    ]);
    expect(answer.stdout + answer.stderr).not.toContain('s3cr3t');
  });
});

it('begins no more work in a second than is allowed, and keeps the order of results', async () => {
  const begun: number[] = [];
  const { signal } = new AbortController();
  const results = await inOrder([1, 2, 3, 4], { concurrency: 4, perSecond: 20, signal }, (item) => {
    begun.push(Date.now());
    return new Promise<number>((done) => setTimeout(() => done(item * 10), 50 - item * 10));
  });
  expect(results).toEqual([10, 20, 30, 40]);
  expect((begun.at(-1) ?? 0) - (begun[0] ?? 0)).toBeGreaterThanOrEqual(140);
});
