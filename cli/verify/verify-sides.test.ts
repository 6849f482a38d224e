import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { painter } from '../color.js';
import { buildEvent } from './events/build.js';
import { generateEvents } from './events/generate.js';
import { renderReport } from './render-report.js';
import type { VerifyReport } from './report.js';
import { checkedReport } from './testing/schema.js';
import type { ReplayEvent } from './types.js';
import { verifySides } from './verify-sides.js';

const root = mkdtempSync(join(tmpdir(), 'verify-sides-'));
afterAll(() => rmSync(root, { recursive: true }));
let written = 0;

type Files = Readonly<Record<string, string>>;

function write(files: Files): string {
  const folder = join(root, String(written++));
  mkdirSync(folder);
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

interface Run {
  readonly entry?: string;
  readonly events?: readonly ReplayEvent[];
  readonly setup?: string;
  readonly timeoutMs?: number;
}

async function compare(before: Files, after: Files, run: Run = {}): Promise<VerifyReport> {
  const folders = { before: write(before), after: write(after) };
  const entry = run.entry ?? 'index.cjs';
  const setup =
    run.setup === undefined
      ? {}
      : {
          setup: { before: join(folders.before, run.setup), after: join(folders.after, run.setup) },
        };
  const report = await verifySides({
    before: { root: folders.before, packageDir: '', entry },
    after: { root: folders.after, packageDir: '', entry },
    events: run.events ?? [{ name: 'one', route: 'GET /x', event: get('/x') }],
    timeoutMs: run.timeoutMs ?? 5000,
    ...setup,
  });
  return checkedReport(report);
}

function get(path: string): Record<string, unknown> {
  return buildEvent('rest', { method: 'GET', path });
}

const told = (report: VerifyReport): string[] =>
  report.routes.flatMap((route) => route.different.map((one) => `${one.event}: ${one.difference}`));

const LAMBDA_API = `
const api = require('lambda-api')();
api.get('/users/:id', (req, res) => { res.cookie('seen', '1', { path: '/' }); res.status(201).json({ id: req.params.id, at: Date.now() }); });
exports.handler = async (event, context) => api.run(event, context);
`;

/** What a careless translation does; where it is equal it is equal. */
const HONO = `
const { Hono } = require('hono');
const { setCookie } = require('hono/cookie');
const { handle } = require('hono/aws-lambda');
const app = new Hono();
app.get('/users/:id', (c) => { setCookie(c, 'seen', '1', { path: '/' }); return c.json({ id: c.req.param('id'), at: Date.now() }, 201); });
exports.handler = handle(app);
`;

test('lambda-api beside itself is the same on every generated event', async () => {
  const events = generateEvents([{ id: 'GET /users/:id' }]);
  const report = await compare(
    { 'index.cjs': LAMBDA_API },
    { 'index.cjs': LAMBDA_API },
    { events },
  );
  expect(told(report)).toEqual([]);
  expect(report.summary.same).toBe(events.length);
  expect(events.length).toBeGreaterThan(120);
});

test('lambda-api beside a direct translation to Hono: same where it is, different where it is not', async () => {
  const events = generateEvents([{ id: 'GET /users/:id' }]);
  const report = await compare({ 'index.cjs': LAMBDA_API }, { 'index.cjs': HONO }, { events });
  const different = new Set(told(report).map((line) => line.split(': ').slice(0, 2).join(': ')));
  expect([...different]).toEqual(
    expect.arrayContaining([
      'v1 GET /users/:id: wrong method',
      'v2 GET /users/:id: percent-encoded parameter',
      'v2 GET /users/:id: trailing slash',
      'v1 (no route): unknown path',
    ]),
  );
  for (const same of ['matching', 'query', 'cookies', 'Origin header', 'HEAD']) {
    expect(different).not.toContain(`v1 GET /users/:id: ${same}`);
    expect(different).not.toContain(`v2 GET /users/:id: ${same}`);
  }
});

test('TypeScript is bundled: tsconfig paths, workspace packages, __dirname, ESM and CommonJS', async () => {
  const files = {
    'package.json': JSON.stringify({ name: 'app' }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@lib/*': ['./lib/*'] } } }),
    'src/index.ts': `
      import createAPI, { type Request } from 'lambda-api';
      import { hello } from '@lib/hello';
      import { readFileSync } from 'node:fs';
      const api = createAPI();
      api.get('/x', (req: Request) => ({ text: hello(req.path), file: readFileSync(__dirname + '/data.txt', 'utf8') }));
      export const handler = (event: never, context: never) => api.run(event, context);`,
    'src/data.txt': 'data',
    'lib/hello.ts':
      "enum Kind { A = 'a' }\nexport const hello = (path: string): string => Kind.A + path;",
  };
  const changed = { ...files, 'lib/hello.ts': files['lib/hello.ts'].replace("'a'", "'b'") };
  const run = { entry: 'src/index.ts' };
  expect(told(await compare(files, files, run))).toEqual([]);
  expect(told(await compare(files, changed, run))).toEqual([
    'one: body: {"text":"a/x","file":"data"} before, {"text":"b/x","file":"data"} after',
  ]);
});

test('JavaScript that only a bundler understands, and top-level await, are loaded too', async () => {
  const loose = {
    'package.json': JSON.stringify({ type: 'commonjs' }),
    'index.js':
      "import { value } from './value';\nexport const handler = async () => ({ statusCode: 200, body: value });",
    'value.js': "export const value = 'v';",
  };
  const waiting = {
    'package.json': JSON.stringify({ type: 'module' }),
    'index.ts':
      "const value: string = await Promise.resolve('v');\nexport const handler = async () => ({ statusCode: 200, body: value });",
  };
  expect((await compare(loose, loose, { entry: 'index.js' })).summary.same).toBe(1);
  expect((await compare(waiting, waiting, { entry: 'index.ts' })).summary.same).toBe(1);
});

test('a side that cannot be loaded is a difference, also when both cannot', async () => {
  const broken = { 'index.cjs': "throw new Error('TABLE is not set');" };
  const types = { 'index.ts': 'const a: = 1;' };
  expect(told(await compare(broken, broken))[0]).toMatch(
    /load-failed: Error: TABLE is not set[\s\S]*before, load-failed/,
  );
  expect(told(await compare(types, types, { entry: 'index.ts' }))[0]).toMatch(/index\.ts:1:9/);
});

test('the setup module runs first, and its default function is awaited', async () => {
  const files = {
    'index.cjs':
      'const table = process.env.TABLE; exports.handler = async () => ({ statusCode: 200, body: table });',
    'setup.mjs':
      "export default async () => { await new Promise((r) => setTimeout(r, 5)); process.env.TABLE = 'T'; };",
  };
  const other = { ...files, 'setup.mjs': files['setup.mjs'].replace("'T'", "'U'") };
  const run = { setup: 'setup.mjs' };
  expect(told(await compare(files, files, run))).toEqual([]);
  expect(told(await compare(files, other, run))).toEqual(['one: body: T before, U after']);
});

test('calls of the AWS SDK reach the recorder and are compared', async () => {
  const file = (key: string): Files => ({
    'index.cjs': `
      const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb');
      const { STSClient, AssumeRoleCommand } = require('@aws-sdk/client-sts');
      exports.handler = async () => {
        const { Item } = await new DynamoDBClient({}).send(new GetItemCommand({ TableName: 'T', Key: { id: { S: '${key}' } } }));
        const { Credentials } = await new STSClient({ region: 'eu-west-1', endpoint: 'https://sts.eu-west-1.amazonaws.com' }).send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/r', RoleSessionName: 's' }));
        return { statusCode: 200, body: JSON.stringify({ Item, Credentials }) };
      };`,
  });
  const same = await compare(file('1'), file('1'));
  expect(told(same)).toEqual([]);
  expect(same.summary.calls).toBe(2);
  expect(told(await compare(file('1'), file('2')))).toEqual([
    expect.stringMatching(/changed dynamodb POST GetItem \(body .*"S":"1".* became .*"S":"2"/),
  ]);
});

test('what a process remembers stays the same on both sides, also after a crash of one', async () => {
  const file = (crash: string): Files => ({
    'index.cjs': `let n = 0; exports.handler = async (event) => { n++; if (event.path === '/crash') ${crash}; return { statusCode: 200, body: String(n) }; };`,
  });
  const events = ['/a', '/crash', '/b', '/c'].map((path) => ({
    name: path,
    route: path,
    event: get(path),
  }));
  const report = await compare(file('process.exit(1)'), file('void 0'), { events });
  expect(told(report)).toEqual([
    '/crash: outcome: crash: the process ended (exit code 1) before, 200 2 after',
  ]);
});

test('hangs on both sides are the same, counted, and do not cost the time limit', async () => {
  const file = { 'index.cjs': 'exports.handler = () => new Promise(() => {});' };
  const begun = Date.now();
  const report = await compare(file, file, { timeoutMs: 20_000 });
  expect(report.summary).toMatchObject({ same: 1, different: 0, hangs: 1 });
  expect(Date.now() - begun).toBeLessThan(15_000);
});

test('an answer where none came before is a difference of its own, the reverse an ordinary one', async () => {
  const app = (rest: string): Files => ({
    'index.cjs': LAMBDA_API.replace('exports', `${rest}\nexports`),
  });
  const silent = app("api.get('/x', (req, res) => { if (req.query.a) res.send('a'); });");
  const migrated = app("api.get('/x', (req, res) => res.error(404, 'nothing'));");
  const forth = await compare(silent, migrated);
  expect(told(forth)).toEqual([
    'one: outcome: never answered (hang: nothing is left to wait for and the handler has not answered) before, answered 404 {"error":"nothing"} after (finding may-not-answer)',
  ]);
  expect(forth.summary).toMatchObject({ same: 0, different: 1, hangs: 0, answeredNow: 1 });
  expect(renderReport(forth, painter(false), false).join('\n')).toMatch(
    /1 different, 1 of them never answered before\n[^]*\(finding may-not-answer\)[^]*\n1 event went without an answer before/,
  );
  const back = await compare(migrated, silent);
  expect(told(back)[0]).toMatch(/^one: outcome: 404 .* before, hang: .* after$/);
  expect(back.summary).toMatchObject({ different: 1, answeredNow: 0 });
});

test('an error that lambda-api passes on is the same when only the quoted source differs', async () => {
  const app = (read: string): Files => ({
    'index.cjs': LAMBDA_API.replace(
      'exports',
      `const getBody = (req) => req.body; api.get('/x', (req) => { const { role } = ${read}; return { role }; });\nexports`,
    ),
  });
  const report = await compare(app('req.body'), app('getBody(req)'));
  expect(report.summary).toMatchObject({ same: 1, different: 0, notes: 1 });
  expect(report.routes[0]?.notes).toEqual([
    {
      event: 'one',
      note: 'error-quotes-source',
      before: "Cannot destructure property 'role' of 'req.body' as it is null.",
      after: "Cannot destructure property 'role' of 'getBody(...)' as it is null.",
    },
  ]);
  const lines = renderReport(report, painter(false), false);
  expect(lines.at(-1)).toMatch(/^1 error message counts as same although V8 quotes other source/);
  expect(renderReport(report, painter(false), true).join('\n')).toContain("of 'getBody(...)'");
});

test('a process that is blocked is ended and counts as a hang', async () => {
  const report = await compare(
    { 'index.cjs': 'exports.handler = async () => { for (;;); };' },
    { 'index.cjs': "exports.handler = async () => ({ statusCode: 200, body: '' });" },
    { timeoutMs: 200 },
  );
  expect(told(report)).toEqual([
    'one: outcome: never answered (hang: the process was blocked for more than 200 ms) before, answered 200 after (finding may-not-answer)',
  ]);
});

test('code that waits for the clock gets there', async () => {
  const file = {
    'index.cjs': `exports.handler = async () => {
      const start = Date.now();
      while (Date.now() - start < 50);
      while (Date.now() - start < 1500) await new Promise((resolve) => setTimeout(resolve, 20));
      return { statusCode: 200, body: String(Date.now() - start >= 1500) };
    };`,
  };
  const slow = await compare(file, file, { timeoutMs: 15_000 });
  expect(slow.summary).toMatchObject({ same: 1, hangs: 0 });
});

test('an abort ends the replay at once', async () => {
  const folder = write({
    'index.cjs': 'exports.handler = () => new Promise(() => setInterval(() => {}, 9));',
  });
  const side = { root: folder, packageDir: '', entry: 'index.cjs' };
  const events = [{ name: 'one', route: 'r', event: get('/x') }];
  const begun = Date.now();
  const options = { before: side, after: side, events, timeoutMs: 30_000 };
  await expect(verifySides({ ...options, signal: AbortSignal.timeout(700) })).rejects.toThrow();
  expect(Date.now() - begun).toBeLessThan(10_000);
});
