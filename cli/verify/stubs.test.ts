import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  commit,
  verify,
  watchTemporaryFiles,
  workspace,
  write,
  type Files,
} from './testing/workspace.js';

watchTemporaryFiles();

const FILES = {
  'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
  '.gitignore': 'node_modules\n',
  'tsconfig.json': '{ "compilerOptions": { "paths": { "@db": ["./packages/api/db.ts"] } } }',
  'packages/shared/package.json': '{ "name": "@acme/shared", "main": "index.ts" }',
  'packages/shared/index.ts':
    "import { table } from './table';\nexport const greeting: string = table();\nexport default () => 'real';",
  'packages/shared/table.ts':
    "export const table = (): string => { throw new Error('no table'); };",
  'packages/api/package.json':
    '{ "name": "api", "dependencies": { "lambda-api": "*", "@acme/shared": "*" } }',
  'packages/api/db.ts': "export default class Db { read() { throw new Error('no database'); } }",
  'packages/api/index.ts': `import createAPI from 'lambda-api';
import say, * as shared from '@acme/shared';
import { greeting } from '@acme/shared';
import Db from '@db';
const required = require('@acme/shared');
const api = createAPI();
api.get('/hello', async () => ({ greeting, all: shared.greeting, said: say(), row: new Db().read(), required: required.greeting, later: (await import('@acme/shared')).greeting }));
export const main = (event: object, context: object) => api.run(event as never, context as never);
`,
};
const EXPECTED = {
  greeting: 'stub',
  all: 'stub',
  said: 'stubbed',
  row: 1,
  required: 'stub',
  later: 'stub',
};

function monorepo(files: Files): string {
  const root = workspace({ ...FILES, ...files });
  symlinkSync('../../packages/shared', join(root, 'node_modules/@acme/shared'));
  commit(root);
  return root;
}

const STUBS =
  "{ '@acme/shared': { greeting: 'stub', default: () => 'stubbed' }, '@db': class { read() { return 1; } } }";

test.each([
  ['setup.mjs', `export const stubs = ${STUBS};`],
  ['setup.cjs', `module.exports = async () => {}; module.exports.stubs = ${STUBS};`],
  [
    'setup.ts',
    `const all = ${STUBS} as const; export { all as stubs }; export default async (): Promise<void> => { all['@acme/shared'].greeting satisfies string; };`,
  ],
])('stubs stand for bundled modules, however they are imported: %s', async (name, text) => {
  const manifest = FILES['packages/api/package.json'];
  const module = name === 'setup.mjs' ? manifest.replace('{', '{ "type": "module",') : manifest;
  const root = monorepo({ [name]: text, 'packages/api/package.json': module });
  const args = ['--base', 'HEAD', '-p', 'api', '--setup', name];
  const same = await verify(root, ...args);
  expect(same.stderr).not.toContain('could not be loaded');
  expect(same.code).toBe(0);

  write(root, {
    'packages/api/index.ts': FILES['packages/api/index.ts'].replace(
      'row: new',
      `as: JSON.stringify(shared.default()), row: new`,
    ),
  });
  const ran = await verify(root, ...args, '--json');
  const report = JSON.parse(ran.stdout) as {
    routes: { different: { before: { body: string } }[] }[];
  };
  const body = report.routes[0]?.different[0]?.before.body ?? '';
  expect(JSON.parse(body)).toEqual(EXPECTED);
});

test('a module that is not stubbed is the real one; what is stubbed in vain is told', async () => {
  const root = monorepo({
    'setup.mjs':
      "export const stubs = { '@acme/shard': {}, './table': { table: () => 'there' }, '@db': 1 };",
  });
  const args = ['--base', 'HEAD', '-p', 'api', '--setup', 'setup.mjs'];
  const ran = await verify(root, ...args);
  expect(ran.stderr).toContain('imports what --setup stubs: @acme/shard. Check');
  expect(ran.stderr).not.toContain('could not be loaded');
  const without = await verify(root, '--base', 'HEAD', '-p', 'api');
  expect(without.code).toBe(1);
  expect(without.stderr).toMatch(/no table[^]*export const stubs/);
});

test('the default function of a setup module in TypeScript is called', async () => {
  const root = monorepo({
    'packages/api/index.ts': FILES['packages/api/index.ts'].replace(
      'const api',
      "if (process.env.TABLE !== 'T') throw new Error('TABLE is not set');\nconst api",
    ),
    'setup.ts': `export const stubs = ${STUBS};\nexport default async (): Promise<void> => { process.env.TABLE = 'T'; };`,
  });
  const ran = await verify(root, '--base', 'HEAD', '-p', 'api', '--setup', 'setup.ts');
  expect(ran.code).toBe(0);
});

test.each([
  'export const stubs = Object.fromEntries([]);',
  'const name = 1;\nexport const stubs = { [name]: 1 };',
  'const other = {};\nexport const stubs = { ...other };',
])('stubs whose keys are not written out are refused: %s', async (text) => {
  const root = monorepo({ 'setup.mjs': text });
  const ran = await verify(root, '--base', 'HEAD', '-p', 'api', '--setup', 'setup.mjs');
  expect(ran.code).toBe(2);
  expect(ran.stderr.replace(/\s+/g, ' ')).toMatch(/setup\.mjs:\d: the stubs are not an object/);
});
