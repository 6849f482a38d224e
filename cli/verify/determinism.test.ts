import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { buildEvent } from './events/build.js';
import type { VerifyReport } from './report.js';
import { verifySides } from './verify-sides.js';

const root = mkdtempSync(join(tmpdir(), 'verify-determinism-'));
afterAll(() => rmSync(root, { recursive: true }));
let written = 0;

/** Runs the same text on both sides, twice, so that a fresh event is seen as well. */
async function besideItself(file: string, text: string): Promise<VerifyReport> {
  const folders = ['before', 'after'].map((side) => {
    const folder = join(root, `${written++}-${side}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, file), text);
    return { root: folder, packageDir: '', entry: file };
  });
  const [before, after] = folders;
  if (!before || !after) throw new Error('there are two sides');
  const events = ['one', 'two'].map((name) => ({
    name,
    route: 'GET /x',
    event: buildEvent('rest', { method: 'GET', path: '/x' }),
  }));
  return verifySides({ before, after, events, timeoutMs: 5000 });
}

const told = (report: VerifyReport): string[] =>
  report.routes.flatMap((route) => route.different.map((one) => one.difference));

const RANDOM = `
import { getRandomValues, randomBytes, randomFill, randomFillSync, randomInt, randomUUID, webcrypto } from 'crypto';
import * as prefixed from 'node:crypto';
const hex = (bytes) => Buffer.from(bytes).toString('hex');
const later = (start) => new Promise((resolve, reject) => start((e, v) => (e ? reject(e) : resolve(v))));
const atLoad = randomUUID();
export const handler = async () => ({ statusCode: 200, body: JSON.stringify({
  atLoad, uuid: randomUUID(), bytes: hex(randomBytes(8)),
  int: [randomInt(2 ** 40), randomInt(10, 2 ** 40)], fill: hex(randomFillSync(Buffer.alloc(8))),
  late: [hex(await later((done) => randomBytes(8, done))), await later((done) => randomInt(2 ** 40, done)), hex(await later((done) => randomFill(Buffer.alloc(8), done)))],
  module: [prefixed.randomUUID(), prefixed.default.randomUUID(), hex(prefixed.default.pseudoRandomBytes(8)), hex(prefixed.default.getRandomValues(new Uint8Array(8)))],
  web: [hex(getRandomValues(new Uint8Array(8))), webcrypto.randomUUID(), hex(webcrypto.getRandomValues(new Uint32Array(2))), crypto.randomUUID(), hex(crypto.getRandomValues(new Uint8Array(8)))],
  math: Math.random(),
}) });
`;

const CLOCK = `
import { performance as imported } from 'perf_hooks';
import process, { hrtime } from 'process';
const loaded = performance.now();
export const handler = async () => {
  const [start, began, first] = [performance.now(), hrtime(), hrtime.bigint()];
  await new Promise((resolve) => setTimeout(resolve, 30));
  const values = [loaded, start, imported.now(), performance.timeOrigin, performance.now() - start, hrtime(), hrtime(began), String(hrtime.bigint() - first), process.uptime(), new Date()];
  return { statusCode: 200, body: JSON.stringify(values) };
};
`;

test.each(['index.mjs', 'index.ts'])(
  'random values are the same on both sides: %s',
  async (file) => {
    const report = await besideItself(file, RANDOM);
    expect(told(report)).toEqual([]);
    expect(report.summary.same).toBe(2);
  },
);

test.each(['index.mjs', 'index.ts'])(
  'stopwatches show the same on both sides: %s',
  async (file) => {
    const report = await besideItself(file, CLOCK);
    expect(told(report)).toEqual([]);
    expect(report.summary.same).toBe(2);
  },
);

test('stopwatches move with timers, and a loop that waits for one ends', async () => {
  const report = await besideItself(
    'index.mjs',
    `export const handler = async () => {
      const [start, pair, first] = [performance.now(), process.hrtime(), process.hrtime.bigint()];
      await new Promise((resolve) => setTimeout(resolve, 30));
      const passed = [performance.now() - start, process.hrtime(pair)[1] / 1e6, Number(process.hrtime.bigint() - first) / 1e6];
      if (passed.some((time) => time !== 30)) throw new Error(passed.join());
      while (performance.now() - start < 100);
      return { statusCode: 200 };
    };`,
  );
  expect(report.routes[0]).toMatchObject({ same: 2, hangs: 0 });
});

test('a random value that is drawn once more is seen, and values are not all alike', async () => {
  const report = await besideItself(
    'index.mjs',
    `import { randomBytes, randomInt, randomUUID } from 'node:crypto';
    export const handler = async () => {
      const seen = new Set([randomUUID(), randomUUID(), randomBytes(16).toString('hex'), randomBytes(16).toString('hex'), randomInt(2 ** 40), Math.random()]);
      const twice = import.meta.url.includes('-after') ? randomInt(2 ** 40) : 0;
      return { statusCode: seen.size === 6 ? 200 : 500, body: String(twice === 0 ? randomInt(2 ** 40) : randomInt(2 ** 40)) };
    };`,
  );
  expect(told(report)).toHaveLength(2);
  expect(told(report)[0]).toMatch(/^body: \d+ before, \d+ after$/);
});
