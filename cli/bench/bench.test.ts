import {
  cpSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { commitAll } from '../../transforms/testing/folders.js';
import { type Finished, runCli } from '../testing/cli-process.js';
import { renderBench } from './render-bench.js';
import { runChild } from './run-child.js';
import { compareFigures, mediansOf, type BenchReport } from './report.js';

const MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bench-test-')));
afterAll(() => rmSync(folder, { recursive: true }));

const isValid = new Ajv2020({ strict: true }).compile(
  JSON.parse(readFileSync(new URL('../schema/bench.json', import.meta.url), 'utf8')) as object,
);

const HANDLER = `const api = require('lambda-api')();
api.get('/users/:id', async (req, res) => res.json({ id: req.params.id }));
exports.handler = async (event, context) => api.run(event, context);
`;

/** A service under git whose code in the workspace is not that of the last commit. */
function service(name: string, before: string, after: string): string {
  const root = join(folder, name);
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write('package.json', '{ "name": "users", "dependencies": { "lambda-api": "^1.5.0" } }\n');
  write('.gitignore', 'node_modules\n');
  write('src/index.js', before);
  symlinkSync(MODULES, join(root, 'node_modules'));
  commitAll(root);
  write('src/index.js', after);
  return root;
}

const bench = (root: string, ...args: readonly string[]): Promise<Finished> =>
  runCli(['bench', '--base', 'HEAD', '--runs', '2', ...args], { cwd: root });

describe('bench', () => {
  it('measures both versions, and sees which is slower, larger and takes more memory', async () => {
    const slow = HANDLER.replace(
      'async (req, res) => res',
      'async (req, res) => { const until = performance.now() + 5; while (performance.now() < until); return res',
    ).replace('id: req.params.id }))', 'id: req.params.id }); })');
    const heavy = `${slow}exports.held = Buffer.alloc(60_000_000, 1);\nexports.text = '${'x'.repeat(9000)}';\n`;
    const { code, stdout, stderr } = await bench(service('slower', HANDLER, heavy), '--json');
    expect(stderr).toContain('Running the code of');
    expect(code).toBe(0);
    const report: BenchReport = JSON.parse(stdout);
    expect(isValid(report), stdout).toBe(true);
    expect(report).toMatchObject({ runs: 2, requests: 200 });
    const [figures] = report.entries;
    expect(figures?.entry).toBe('src/index.js#handler');
    expect(figures?.statuses).toEqual({ before: { 200: 200 }, after: { 200: 200 } });
    expect(figures?.after.warmMs).toBeGreaterThan(4.9);
    expect(figures?.before.warmMs).toBeLessThan(4.9);
    expect(figures?.after.peakMb).toBeGreaterThan((figures?.before.peakMb ?? 0) + 30);
    expect(figures?.after.bundleBytes).toBeGreaterThan((figures?.before.bundleBytes ?? 0) + 9000);
  }, 60_000);

  it('measures nothing of code that does not answer', async () => {
    const { code, stderr } = await bench(
      service('broken', HANDLER, HANDLER.replace('res.json', 'await res.nothing.json')),
      '--json',
    );
    // A failing handler answers 500, which is an answer; one that cannot be loaded is none.
    expect([code, stderr.includes('bench-failed')]).toEqual([0, false]);
    const broken = await bench(
      service('unloadable', HANDLER, `throw new Error('no table');\n${HANDLER}`),
      '--json',
    );
    expect([broken.code, JSON.parse(broken.stdout)]).toEqual([
      2,
      { schemaVersion: 1, error: expect.objectContaining({ code: 'bench-failed' }) },
    ]);
    expect(broken.stdout).toContain('no table');
  }, 60_000);

  it.each(['0', 'many', '1.5'])('refuses --runs %s', async (runs) => {
    const root = join(folder, 'empty');
    cpSync(join(folder, 'slower', 'package.json'), join(root, 'package.json'), { recursive: true });
    const { code, stderr } = await runCli(['bench', '--runs', runs], { cwd: root });
    expect([code, stderr]).toEqual([2, expect.stringContaining(`not "${runs}"`)]);
  });
});

it('takes the median of each measure, and prints a table', () => {
  const run = (value: number): Parameters<typeof mediansOf>[0][number] => ({
    initMs: value,
    firstMs: value * 2,
    warmMs: 1,
    peakMb: 50,
  });
  const medians = mediansOf([run(9), run(1), run(3)]);
  expect(medians).toEqual({ initMs: 3, firstMs: 6, warmMs: 1, peakMb: 50 });
  expect(mediansOf([run(1), run(3)]).initMs).toBe(2);
  const before = { ...medians, bundleBytes: 2000, gzipBytes: 1000 };
  const statuses = { before: { 200: 9 }, after: { 200: 3, 500: 6 } };
  const after = { ...before, initMs: 1.5 };
  const entries = [compareFigures('a.js#handler', before, after, statuses)];
  const text = renderBench({ schemaVersion: 1, runtime: 'Node.js', runs: 3, requests: 9, entries });
  expect(text).toContain('Answered: 200 (9) before, 200 (3), 500 (6) after. Refused requests');
  const good = [
    compareFigures('a.js#handler', before, after, {
      before: { 200: 9 },
      after: { 200: 6, 401: 3 },
    }),
  ];
  const same = renderBench({
    schemaVersion: 1,
    runtime: 'Node.js',
    runs: 3,
    requests: 9,
    entries: good,
  });
  expect(same).toContain('\nAnswered: 200 (9) before, 200 (6), 401 (3) after.\n');
  expect(text.split('\n').slice(0, 5)).toEqual([
    '**a.js#handler**',
    '',
    '|               |  before |   after |  ratio |',
    '| ------------- | ------: | ------: | -----: |',
    '| init          |  3.0 ms |  1.5 ms | 0.50 x |',
  ]);
});

describe('a process that does not come to an end', () => {
  const handler = (body: string): string => `exports.handler = async () => { ${body} };\n`;

  it.each([
    ['loads for ever', 'for (;;);\n', 'since it began to load the code'],
    ['is busy for ever', handler('for (;;);'), 'since event 1'],
    [
      'does not answer',
      `setInterval(() => 0, 50);\n${handler('await new Promise(() => 0);')}`,
      'event 1: no answer within 100 ms',
    ],
    [
      'ends',
      `process.on('exit', () => console.error('bye'));\n${handler('process.exit(4);')}`,
      '(exit code 4) bye',
    ],
  ])('%s', async (name, code, told) => {
    const module = join(folder, `${name.replaceAll(' ', '-')}.cjs`);
    writeFileSync(module, code);
    const order = { module, events: [{}], requests: 3, timeoutMs: 100, handlerName: 'handler' };
    const place = { cwd: folder, env: process.env, signal: new AbortController().signal };
    await expect(runChild(order, place)).rejects.toThrow(told);
  });

  it('is ended when the command is interrupted', async () => {
    const module = join(folder, 'interrupted.cjs');
    writeFileSync(module, 'for (;;);\n');
    const order = { module, events: [{}], requests: 3, timeoutMs: 60_000 };
    const place = { cwd: folder, env: process.env, signal: AbortSignal.timeout(500) };
    const begun = Date.now();
    await expect(runChild(order, place)).rejects.toThrow();
    expect(Date.now() - begun).toBeLessThan(10_000);
  });
});
