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
import { standIn } from '../verify/llrt/testing/stand-in-binary.js';
import { type Finished, runCli } from '../testing/cli-process.js';
import { bundleForDeployment } from './bundle.js';
import { runChild } from './run-child.js';
import type { BenchReport } from './report.js';

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

/** On Hono, with top-level await, a stub and two routes in each of two handlers. */
const MODERN = `import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { table } from './table.js';

await Promise.resolve();
const app = new Hono();
app.get('/rows', (c) => c.json(table()));
app.get('/digest', async (c) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('a'));
  return c.text(String(digest.byteLength));
});
export const handler = handle(app);
`;
const TABLE = "export const table = () => { throw new Error('no table'); };\n";
const SETUP =
  "export const stubs = { './table.js': { table: () => ['row'] }, './other.js': {} };\n";

function modernService(name: string, code: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'src'), { recursive: true });
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
  write('package.json', '{ "name": "modern", "type": "module" }\n');
  write('.gitignore', 'node_modules\n');
  write('src/index.js', code);
  write('src/table.js', TABLE);
  write('setup.mjs', SETUP);
  symlinkSync(MODULES, join(root, 'node_modules'));
  return root;
}

const onLlrt = (root: string, ...args: readonly string[]): Promise<Finished> =>
  runCli(['bench', '--runtime', 'llrt', '--runs', '1', ...args], { cwd: root });

describe('bench on LLRT', () => {
  it('measures on what stands for LLRT, with stubs, and says which are not used', async () => {
    const root = modernService('profile', MODERN);
    const { code, stdout, stderr } = await onLlrt(root, '--setup', 'setup.mjs', '--json');
    expect([code, stderr.includes('these times are not those of LLRT')]).toEqual([0, true]);
    expect(stderr).toContain('imports what --setup stubs: ./other.js');
    const report: BenchReport = JSON.parse(stdout);
    expect(isValid(report), stdout).toBe(true);
    expect(report.llrt).toEqual({ llrt: '0.8.1', sdk: 'std', engine: 'profile' });
    const [figures] = report.entries;
    expect(figures?.statuses.after).toEqual({ 200: 200 });
    expect(figures?.llrt?.statuses).toEqual({ 200: 200 });
    expect(figures?.llrt?.figures.bundleBytes).toBeGreaterThan(10_000);
    expect(figures?.llrt?.figures.initMs).toBeGreaterThan(0);
    expect(figures?.after.startMs).toBeGreaterThan(figures?.after.initMs ?? Infinity);
  }, 60_000);

  it('measures on a binary', async () => {
    const root = modernService('binary', MODERN.replace('table()', "['row']"));
    const binary = ['--llrt-binary', standIn(folder)];
    const { code, stdout, stderr } = await onLlrt(root, ...binary, '--json');
    expect([code, stderr.includes('on LLRT itself')]).toEqual([0, true]);
    const report: BenchReport = JSON.parse(stdout);
    expect(isValid(report), stdout).toBe(true);
    expect(report.llrt?.engine).toBe('binary');
    const figures = report.entries[0]?.llrt;
    expect(figures?.statuses).toEqual({ 200: 200 });
    // The stand-in is a process of Node.js of its own.
    expect(figures?.figures.startMs).toBeGreaterThan(10);
    expect(figures?.figures.startMs).toBeGreaterThan(figures?.figures.initMs ?? Infinity);
    if (process.platform === 'linux') expect(figures?.figures.peakMb).toBeGreaterThan(20);
    const stubbed = await onLlrt(root, ...binary, '--setup', 'setup.mjs', '--json');
    expect([stubbed.code, stubbed.stdout]).toEqual([
      2,
      expect.stringContaining('cannot be given to LLRT itself'),
    ]);
  }, 60_000);

  it('says what keeps the code from starting there, and what a binary says', async () => {
    const crypto = "import { createSign } from 'node:crypto';\nconsole.log(createSign);\n";
    const root = modernService('not-ready', crypto + MODERN.replace('table()', '[]'));
    const profile = await onLlrt(root, '--json');
    expect([profile.code, profile.stdout]).toEqual([
      2,
      expect.stringContaining("Could not find export 'createSign' in module 'crypto'"),
    ]);
    const broken = modernService(
      'broken-on-llrt',
      `if (process.env.AWS_LAMBDA_RUNTIME_API) throw new Error('no table');\n${MODERN.replace('table()', '[]')}`,
    );
    const binary = await onLlrt(broken, '--llrt-binary', standIn(folder), '--json');
    expect([binary.code, binary.stdout]).toEqual([2, expect.stringContaining('no table')]);
  }, 60_000);
});

describe('what is not measured', () => {
  it('names the routes that no event is for', async () => {
    const root = modernService('routes', MODERN.replace('table()', '[]'));
    const path = '/rows';
    const event = {
      version: '2.0',
      rawPath: path,
      requestContext: { http: { method: 'GET', path } },
    };
    writeFileSync(join(root, 'events.json'), JSON.stringify({ name: 'rows', event }));
    const { code, stdout } = await onLlrt(root, '--events', 'events.json', '--json');
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as BenchReport).unmeasured).toEqual([
      { id: 'GET /digest', why: 'no event is for it' },
    ]);
  }, 60_000);

  it('keeps why the code could not be bundled in either form', async () => {
    const entry = join(folder, 'two-reasons.js');
    writeFileSync(entry, "import './gone.js';\nawait 1;\n");
    const failed = bundleForDeployment(entry);
    await expect(failed).rejects.toThrow('Could not resolve "./gone.js"');
    await expect(failed).rejects.toThrow(/As CommonJS: .*Top-level await/s);
  });
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
