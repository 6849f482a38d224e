import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call } from '../testing/call.js';
import { renderMarkdown } from './render-compare.js';
import type { CompareReport } from './report.js';
import { inOrder } from './schedule.js';
import { startEndpoints, type Endpoints } from './testing/endpoints.js';

const TOKEN = 'Bearer s3cr3t-token-of-the-test';
const folder = mkdtempSync(join(tmpdir(), 'compare-test-'));
let address: Endpoints;

beforeAll(async () => {
  address = await startEndpoints();
});

afterAll(() => {
  address.close();
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
    expect(result.report.summary).toMatchObject({ requests: 6, same: 6, different: 0 });
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
    address.seen.length = 0;
    const unsafe = await compare([post], ['--unsafe']);
    expect(unsafe.report.summary).toMatchObject({ requests: 1, same: 1, leftOut: 0 });
    expect(address.seen.map((line) => line.trim())).toEqual(['POST /v1/items', 'POST /v2/items']);
  });

  it('takes credentials from the environment and never prints them', async () => {
    address.seen.length = 0;
    const args = ['--header', 'authorization: env:API_TOKEN'];
    const { report, talk } = await compare([{ path: '/echo' }], args, { API_TOKEN: TOKEN });
    expect(address.seen).toEqual([`GET /v1/echo ${TOKEN}`, `GET /v2/echo ${TOKEN}`]);
    expect(report.different[0]?.fields).toEqual([
      { field: 'body', a: 'old [API_TOKEN]', b: 'new [API_TOKEN]' },
    ]);
    expect(JSON.stringify(report) + renderMarkdown(report) + talk).not.toContain('s3cr3t');
  });

  it('keeps credentials out however an answer writes them', async () => {
    const value = 'Bearer s3cr3t"with/every+kind=of&sign-that-is-escaped-in-some-form';
    for (const path of ['/forms', '/cut']) {
      const given = [{ path, headers: { authorization: 'env:API_TOKEN' } }];
      const { code, report, talk } = await compare(given, [], { API_TOKEN: `${value}\n` });
      const said = JSON.stringify(report) + renderMarkdown(report) + talk;
      expect(code).toBe(1);
      expect(said).toContain('[API_TOKEN]');
      for (const secret of ['s3cr3t', 'in-some-form', btoa('Bearer s3cr3t').slice(0, 12)])
        expect(said).not.toContain(secret);
    }
  });

  it('does not send credentials that stand in a file', async () => {
    address.seen.length = 0;
    const request = { path: '/same', headers: { Authorization: TOKEN } };
    const { talk } = await compare([request]);
    expect(address.seen).toEqual(['GET /v1/same ', 'GET /v2/same ']);
    expect(talk).toContain('The header authorization of 1 request is not sent');
    expect(talk).not.toContain('s3cr3t');
  });

  it('counts an answer that does not come as a difference', async () => {
    const result = await compare([{ path: '/same' }, { path: '/slow' }], ['--timeout', '300']);
    expect(differing(result)).toEqual(['/slow: outcome']);
    expect(result.report.different[0]?.fields[0]?.b).toBe('failed (no answer within 300 ms)');
  });

  it('reads no more of a body than is compared', async () => {
    const result = await compare([{ path: '/same' }, { path: '/huge' }]);
    expect(result.report.different[0]?.fields[0]?.a).toBe('failed (the body has more than 20 MB)');
  });

  it('gives up on an endpoint that never answers', async () => {
    const file = join(folder, 'many.jsonl');
    writeFileSync(file, '{"path":"/same"}\n'.repeat(500));
    address.seen.length = 0;
    const args = ['compare', address.a, 'http://127.0.0.1:9/v2', '--requests', file];
    const { code, stderr } = await call(folder, args);
    expect([code, stderr]).toEqual([2, expect.stringContaining('answered none of 10 requests')]);
    expect(address.seen.length).toBeLessThan(20);
  });

  it('ends when it is interrupted', async () => {
    const file = join(folder, 'slow.jsonl');
    writeFileSync(file, '{"path":"/slow"}\n'.repeat(50));
    const args = ['compare', address.b, address.b, '--requests', file];
    const interrupted = AbortSignal.timeout(200);
    const begun = Date.now();
    const { code, stdout } = await call(folder, args, {}, interrupted);
    expect([code, stdout]).toEqual([130, '']);
    expect(Date.now() - begun).toBeLessThan(1500);
  });

  it('leaves out what a page asked of other hosts', async () => {
    const file = join(folder, 'page.har');
    const record = (...urls: readonly string[]): void =>
      writeFileSync(
        file,
        JSON.stringify({
          log: { entries: urls.map((url) => ({ request: { method: 'GET', url } })) },
        }),
      );
    const args = ['compare', address.a, address.b, '--requests', file];
    record(`${address.a}/same`, 'https://fonts.example.com/same', 'https://stats.example.com/x');
    const own = await call(folder, args);
    expect([own.code, own.stderr]).toEqual([0, expect.stringContaining('Left out: 2 requests')]);
    expect(own.stdout).toContain('1 request: all same');
    record('https://api.example.com/v1/same');
    expect((await call(folder, args)).stdout).toContain('1 request: all same');
    record('https://fonts.example.com/same', 'https://stats.example.com/x');
    expect((await call(folder, args)).stderr).toContain('has requests to 2 hosts');
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
