import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { Transform } from '../../transforms/engine/transform.js';
import { run } from '../run.js';

const folders: string[] = [];
const temporary = mkdtempSync(join(realpathSync(tmpdir()), 'verify-command-'));
const systemTemporary = process.env['TMPDIR'];
beforeEach(() => {
  // Everything the command leaves behind can then be seen.
  process.env['TMPDIR'] = join(temporary, 'tmp');
  mkdirSync(join(temporary, 'tmp'), { recursive: true });
});
afterEach(() => {
  expect(readdirSync(join(temporary, 'tmp')).filter((name) => !name.includes('child'))).toEqual([]);
});
afterAll(() => {
  if (systemTemporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = systemTemporary;
  for (const folder of [...folders, temporary]) rmSync(folder, { recursive: true, force: true });
});

/** Finds routes by their text, which is all that verify asks of a transform. */
const listing: Transform = {
  id: 'lambda-api-to-hono',
  needles: ['lambda-api', 'hono'],
  routeScoped: true,
  run: (pkg) => {
    const routes = pkg.files.flatMap((file) =>
      [...(pkg.read(file) ?? '').matchAll(/\.(get|post)\('([^']+)'/g)].map(
        ([, method = '', path = '']) => ({
          id: `${method.toUpperCase()} ${path}`,
          state: 'pending' as const,
          file,
          line: 1,
          findings: [],
        }),
      ),
    );
    return {
      routes,
      migrates: [],
      sites: { pending: 0, migrated: 0, blocked: 0 },
      writes: new Map(),
      manifest: { add: {}, remove: [] },
      findings: [],
    };
  },
};

interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const verify = (cwd: string, ...args: string[]): Promise<Ran> =>
  call(cwd, listing, 'verify', ...args);

async function call(
  cwd: string,
  transform: Transform,
  ...args: (string | AbortSignal)[]
): Promise<Ran> {
  const signal = args.find((one) => one instanceof AbortSignal);
  const out = { stdout: '', stderr: '' };
  const code = await run(
    args.filter((one) => typeof one === 'string'),
    {
      io: {
        stdout: { write: (text) => void (out.stdout += text) },
        stderr: { write: (text) => void (out.stderr += text) },
        isTTY: { stdin: false, stdout: false, stderr: false },
        env: process.env,
      },
      cwd,
      signal: signal ?? new AbortController().signal,
      registry: [{ id: 'lambda-api-to-hono', load: () => Promise.resolve(transform) }],
    },
  );
  return { code, ...out };
}

type Files = Readonly<Record<string, string>>;

function workspace(files: Files): string {
  const root = mkdtempSync(join(temporary, 'workspace-'));
  folders.push(root);
  write(root, files);
  mkdirSync(join(root, 'node_modules', '@acme'), { recursive: true });
  for (const name of ['lambda-api', 'hono']) {
    symlinkSync(resolve('node_modules', name), join(root, 'node_modules', name));
  }
  return root;
}

function write(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function git(root: string, ...args: string[]): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com'];
  execFileSync('git', [...identity, ...args], { cwd: root, stdio: 'pipe' });
}

function commit(root: string): void {
  if (!existsSync(join(root, '.git'))) git(root, 'init', '--quiet');
  git(root, 'add', '--all');
  git(root, 'commit', '--quiet', '--message', 'state');
}

const APP = {
  'package.json': '{ "name": "app", "dependencies": { "lambda-api": "^1.5.0" } }',
  '.gitignore': 'node_modules\n.env.json\n',
  'src/index.js': `const api = require('lambda-api')();
api.get('/users/:id', (req) => ({ id: req.params.id, env: require('../.env.json').name }));
api.post('/users', (req, res) => res.status(201).json(req.body));
exports.handler = async (event, context) => api.run(event, context);
`,
};

test('compares with a git revision and leaves everything as it was', async () => {
  const root = workspace({ ...APP, '.env.json': '{ "name": "local" }' });
  commit(root);
  const same = await verify(root, '--base', 'HEAD');
  expect(same.stderr).toMatch(/Running the code of .* before and after, in child processes/);
  expect(same).toMatchObject({ code: 0, stdout: expect.stringMatching(/: all same$/m) as string });

  write(root, { 'src/index.js': APP['src/index.js'].replace('status(201)', 'status(200)') });
  const different = await verify(root, '--base', 'HEAD');
  expect(different.code).toBe(1);
  expect(different.stdout).toMatch(/^GET \/users\/:id +\d+ same$/m);
  expect(different.stdout).toMatch(/^POST \/users +\d+ same, \d+ different$/m);
  expect(different.stdout).toMatch(
    /v1 POST \/users: matching\n +status\n +before +201\n +after +200/,
  );

  const json = await verify(root, '--base', 'HEAD', '--json', '--quiet', '-r', 'POST /users');
  expect(json.stderr).toBe('');
  const report = JSON.parse(json.stdout) as { routes: { id: string; different: object[] }[] };
  expect(report.routes.map((route) => route.id)).toEqual(['POST /users']);
  expect(report.routes[0]?.different[0]).toMatchObject({
    event: 'v1 POST /users: matching',
    before: { outcome: 'response', status: 201 },
    after: { status: 200 },
    difference: 'status: 201 before, 200 after',
  });
  expect(readFileSync(join(root, 'src/index.js'), 'utf8')).toContain('status(200)');
});

test('a package of the workspace is taken from the same version', async () => {
  const files = {
    'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
    '.gitignore': 'node_modules\n',
    'packages/shared/package.json': '{ "name": "@acme/shared", "main": "index.ts" }',
    'packages/shared/index.ts': "export const greeting: string = 'hello';",
    'packages/api/package.json':
      '{ "name": "api", "dependencies": { "lambda-api": "*", "@acme/shared": "*" } }',
    'packages/api/index.ts': `import createAPI from 'lambda-api';
import { greeting } from '@acme/shared';
const api = createAPI();
api.get('/hello', () => ({ greeting }));
export const main = (event: object, context: object) => api.run(event as never, context as never);
`,
  };
  const root = workspace(files);
  symlinkSync('../../packages/shared', join(root, 'node_modules/@acme/shared'));
  commit(root);
  write(root, { 'packages/shared/index.ts': "export const greeting: string = 'goodbye';" });
  const ran = await verify(root, '--base', 'HEAD', '-p', 'api');
  expect(ran.stdout).toMatch(/before +{"greeting":"hello"}\n +after +{"greeting":"goodbye"}/);
  expect(ran.code).toBe(1);
});

test('events of the user are given to their routes; a folder with a broken one is refused', async () => {
  const root = workspace({ ...APP, '.env.json': '{ "name": "local" }' });
  commit(root);
  const event = { httpMethod: 'GET', path: '/users/7', headers: {} };
  write(root, {
    'events/a.json': JSON.stringify(event),
    'events/b.json': JSON.stringify([
      { name: 'created', event: { ...event, httpMethod: 'POST', path: '/users', body: '{}' } },
      { ...event, path: '/nope' },
    ]),
  });
  const ran = await verify(root, '--base', 'HEAD', '--events', 'events', '--json');
  const report = JSON.parse(ran.stdout) as { routes: object[]; summary: object };
  expect(report.summary).toMatchObject({ events: 3, same: 3, different: 0 });
  expect(report.routes).toMatchObject([
    { id: 'GET /users/:id', events: 1 },
    { id: 'POST /users', events: 1 },
    { id: '(no route)', events: 1 },
  ]);
  const none = await verify(
    root,
    '--base',
    'HEAD',
    '--events',
    'events/a.json',
    '-r',
    'POST /users',
  );
  expect(none).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Nothing was replayed') as string,
  });
  write(root, { 'events/c.json': '{ "a": ' });
  const broken = await verify(root, '--base', 'HEAD', '--events', 'events');
  expect(broken.code).toBe(2);
  expect(broken.stderr).toMatch(/events\/c\.json: the events cannot be read/);
});

test.each([
  [[], /Nothing was applied in .* name a git revision with --base REF/],
  [['--base', 'nowhere'], /git knows no such commit/],
  [['--base', 'HEAD', '--runtime', 'llrt'], /cannot restrict a process to LLRT yet/],
  [['--base', 'HEAD', '--runtime', 'deno'], /There is no runtime "deno"/],
  [['--base', 'HEAD', '--setup', 'none.js'], /there is no such file/],
  [['--base', 'HEAD', '--timeout', 'soon'], /no number of milliseconds/],
  [['--base', 'HEAD', '-r', 'GET /user'], /No route matches "GET \/user"/],
])('refused with exit 2: %j', async (args, message) => {
  const root = workspace({ ...APP, '.env.json': '{ "name": "local" }' });
  commit(root);
  const ran = await verify(root, ...args);
  expect(ran.stderr).toMatch(message);
  expect(ran.code).toBe(2);
});

test('a handler that is not found is named with --entry; one that does not load points at --setup', async () => {
  const root = workspace({
    ...APP,
    '.env.json': '{ "name": "local" }',
    'src/index.js': `${APP['src/index.js'].replace(/exports.*/, '')}
if (!process.env.TABLE) throw new Error('TABLE is not set');
const serve = { go: (...all) => api['run'](...all) };
exports.odd = serve.go;
exports.other = () => 1;
`,
    'setup.cjs': "process.env.TABLE = 'T';",
  });
  commit(root);
  const unknown = await verify(root, '--base', 'HEAD');
  expect(unknown).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('--entry FILE#EXPORT') as string,
  });
  const entry = ['--base', 'HEAD', '--entry', 'src/index.js#odd'];
  const failed = await verify(root, ...entry);
  expect(failed.code).toBe(1);
  expect(failed.stdout).toContain('the code before and after could not be loaded');
  expect(failed.stderr).toMatch(
    /odd could not be loaded by itself, before: .*TABLE is not set[^]*--setup FILE/,
  );
  expect((await verify(root, ...entry, '--setup', 'setup.cjs')).code).toBe(0);
});

test('the sample service beside itself: its events, its setup, calls compared', async () => {
  const root = join(temporary, 'sample');
  cpSync(resolve('fixtures/apps/console-access'), root, { recursive: true });
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
  write(root, { '.gitignore': 'node_modules\n' });
  commit(root);
  const ran = await verify(
    root,
    '--base',
    'HEAD',
    '--events',
    'events',
    '--setup',
    'setup.mjs',
    '--entry',
    'src/index.js',
    '--json',
  );
  const { summary } = JSON.parse(ran.stdout) as { summary: Record<string, number> };
  expect(summary).toMatchObject({ different: 0, hangs: 0 });
  expect(summary['events']).toBeGreaterThan(25);
  expect(summary['calls']).toBeGreaterThan(10);
});

test('compares with the state before the last apply', async () => {
  const root = workspace({ ...APP, '.env.json': '{ "name": "local" }' });
  const migrating: Transform = {
    ...listing,
    run: (pkg, selection) => {
      const text = pkg.read('src/index.js') ?? '';
      const changed = text.replace('status(201)', 'status(202)');
      const writes = changed === text ? new Map() : new Map([['src/index.js', changed]]);
      return { ...listing.run(pkg, selection), writes };
    },
  };
  expect((await call(root, migrating, 'apply', '--yes')).stderr).toContain('Next:');
  const ran = await call(root, migrating, 'verify', '--json');
  const report = JSON.parse(ran.stdout) as { routes: { different: { difference: string }[] }[] };
  const told = report.routes.flatMap((route) => route.different.map((one) => one.difference));
  expect(new Set(told)).toEqual(new Set(['status: 201 before, 202 after']));
});

test('an interrupt ends the child processes and removes the copies', async () => {
  const root = workspace({
    ...APP,
    'src/index.js': APP['src/index.js'].replace(
      'api.run(event',
      'new Promise(() => setInterval(() => {}, 50)) ?? api.run(event',
    ),
  });
  commit(root);
  const ran = await call(root, listing, 'verify', '--base', 'HEAD', AbortSignal.timeout(600));
  expect(ran.code).toBe(130);
});
