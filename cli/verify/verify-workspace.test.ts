import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { Transform } from '../../transforms/engine/transform.js';
import {
  APP,
  call,
  commit,
  listing,
  temporary,
  verify,
  watchTemporaryFiles,
  workspace,
  write,
} from './testing/workspace.js';

watchTemporaryFiles();

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
