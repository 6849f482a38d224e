import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createPlan, type Plan } from '../../engine/plan.js';
import { openWorkspace } from '../../engine/workspace.js';
import { lambdaApiToHono } from '../../lambda-api-to-hono/index.js';
import { writeFiles } from '../../lambda-api-to-hono/testing/fixture-case.js';
import { applyTo } from '../../lambda-api-to-hono/testing/migration.js';
import { joseToWebCrypto } from '../index.js';
import { planJose } from '../testing/sandbox.js';
import { makeTokenSandbox } from './testing/fixture-case.js';

const root = makeTokenSandbox(9);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const MANIFEST =
  '{ "name": "api", "private": true, "type": "module", "dependencies": { "jsonwebtoken": "*" } }\n';
const AUTH =
  "import jwt from 'jsonwebtoken';\n\nexport const check = (token) => jwt.verify(token, 'secret');\n";
const MAIN =
  "import { check } from './auth.js';\n\nexport const handler = async (event) => check(event.token).sub;\n";

function place(name: string, files: Readonly<Record<string, string>>): string {
  writeFiles(join(root, name), new Map(Object.entries(files)));
  return join(root, name);
}

function told({ findings }: Plan): [code: string, file: string][] {
  return findings.map(({ code, file }) => [code, file]);
}

const paths = ({ files }: Plan): string[] => files.map(({ path }) => path);

describe('functions that other packages may call', () => {
  const workspace = { 'package.json': '{ "private": true, "workspaces": ["*"] }\n' };
  const own = { 'api/package.json': MANIFEST, 'api/auth.js': AUTH, 'api/main.js': MAIN };

  it.each([
    ['by a path', { 'jobs/main.mjs': "import { check } from '../api/auth.js';\n" }],
    [
      'by the name',
      { 'jobs/package.json': '{ "name": "jobs", "dependencies": { "api": "*" } }\n' },
    ],
  ])('stay as they are: %s', async (way, files) => {
    const jobs = { 'jobs/package.json': '{ "name": "jobs" }\n', 'jobs/main.mjs': '' };
    const folder = place(`outside ${way}`, { ...workspace, ...own, ...jobs, ...files });
    const plan = await planJose(folder);
    expect(paths(plan)).toEqual([]);
    expect(told(plan)).toEqual([['jsonwebtoken-sync-caller', 'api/auth.js']]);
  });

  it('change where nobody does', async () => {
    const folder = place('inside', { ...workspace, ...own, 'jobs/package.json': '{}\n' });
    expect(paths(await planJose(folder))).toEqual([
      'api/auth.js',
      'api/jsonwebtoken-web-crypto.js',
      'api/main.js',
      'api/package.json',
    ]);
  });
});

describe('errors that packages exchange', () => {
  const check =
    "import jwt from 'jsonwebtoken';\n\nexport const check = async (token) => jwt.verify(token, 'secret');\n";
  const looks =
    "import jwt from 'jsonwebtoken';\n\nexport const isOld = (error) => error instanceof jwt.TokenExpiredError;\n";
  const manifest = (name: string, other: string): string =>
    `{ "name": "${name}", "type": "module", "dependencies": { "jsonwebtoken": "*", "${other}": "*" } }\n`;
  const workspace = {
    'package.json': '{ "private": true, "workspaces": ["*"] }\n',
    'auth/package.json': manifest('auth', 'left'),
    'auth/index.js': check,
    'between/package.json': '{ "name": "between", "dependencies": { "auth": "*" } }\n',
    'api/index.js': looks,
  };

  it('keep both on jsonwebtoken', async () => {
    const folder = place('exchange', {
      ...workspace,
      'api/package.json': manifest('api', 'between'),
    });
    const plan = await planJose(folder);
    expect(paths(plan)).toEqual([]);
    expect(told(plan)).toEqual([
      ['jsonwebtoken-shared', 'api/index.js'],
      ['jsonwebtoken-shared', 'auth/index.js'],
    ]);
  });

  it('do not matter where they have nothing to do with one another', async () => {
    const folder = place('apart', { ...workspace, 'api/package.json': manifest('api', 'right') });
    expect(paths(await planJose(folder))).toContain('api/jsonwebtoken-web-crypto.js');
  });
});

describe('a selection', () => {
  const files = { 'package.json': MANIFEST, 'auth.js': AUTH, 'main.js': MAIN };

  it('of files holds all that have to wait, or nothing changes', async () => {
    const folder = place('files', files);
    expect(paths(await planJose(folder, { files: ['auth.js'] }))).toEqual([]);
    expect(paths(await planJose(folder, { files: ['auth.js', 'main.js'] }))).toContain('main.js');
  });

  it('of routes leaves what others share', async () => {
    const folder = place('routes', {
      'package.json': MANIFEST,
      'auth.js': AUTH,
      'own.js':
        "import jwt from 'jsonwebtoken';\n\nexport const one = async (req) => jwt.verify(req.body, 's');\n",
      'main.js': `import createApi from 'lambda-api';
import { check } from './auth.js';
import { one } from './own.js';

const api = createApi();
api.get('/one', one);
api.get('/two', async (req) => check(req.body));
api.get('/three', async (req) => check(req.body));

export const handler = async (event, context) => api.run(event, context);
`,
    });
    const planOf = (route: string): Promise<Plan> =>
      createPlan(openWorkspace({ cwd: folder }), { routes: [route] }, [
        lambdaApiToHono,
        joseToWebCrypto,
      ]);
    const own = paths(await planOf('GET /one'));
    expect(own).toContain('jsonwebtoken-web-crypto.js');
    expect(own).toContain('own.js');
    expect(own).not.toContain('auth.js');
    expect(paths(await planOf('GET /two'))).not.toContain('jsonwebtoken-web-crypto.js');
  });
});

it('leaves other releases, and says so', async () => {
  const folder = place('old', { 'package.json': MANIFEST, 'auth.js': AUTH, 'main.js': MAIN });
  writeFiles(
    join(folder, 'node_modules/jsonwebtoken'),
    new Map([['package.json', '{ "name": "jsonwebtoken", "version": "7.4.3" }\n']]),
  );
  const plan = await planJose(folder);
  expect(paths(plan)).toEqual([]);
  expect(told(plan)).toEqual([['jsonwebtoken-version', 'auth.js']]);
});

it('gives the module what later files need, and keeps what it has', async () => {
  const folder = place('later', { 'package.json': MANIFEST, 'auth.js': AUTH, 'main.js': MAIN });
  applyTo(folder, await planJose(folder));
  place('later', {
    'package.json': MANIFEST,
    'issue.js':
      "import { sign } from 'jsonwebtoken';\n\nexport const issue = async () => sign({}, 's');\n",
  });
  const plan = await planJose(folder);
  expect(paths(plan)).toEqual(['issue.js', 'jsonwebtoken-web-crypto.js', 'package.json']);
  applyTo(folder, plan);
  expect((await planJose(folder)).files).toEqual([]);
  writeFileSync(join(folder, 'jsonwebtoken-web-crypto.js'), 'export const mine = 1;\n');
  place('later', { 'auth.js': AUTH });
  expect(told(await planJose(folder))).toEqual([['jsonwebtoken-module-name-taken', 'auth.js']]);
});

it('leaves a function that a file calls which does not parse', async () => {
  const folder = place('broken', {
    'package.json': MANIFEST,
    'auth.js': AUTH,
    'main.js': MAIN,
    'other.js': "import { check } from './auth.js';\n\ncheck(;\n",
  });
  const plan = await planJose(folder);
  expect(paths(plan)).toEqual([]);
  expect(told(plan)).toContainEqual(['jsonwebtoken-sync-caller', 'auth.js']);
});
