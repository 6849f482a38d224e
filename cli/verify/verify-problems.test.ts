import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  APP,
  call,
  commit,
  listing,
  verify,
  watchTemporaryFiles,
  workspace,
  write,
} from './testing/workspace.js';

watchTemporaryFiles();

test.each([
  [[], /Nothing was applied in .* name a git revision with --base REF/],
  [['--base', 'nowhere'], /git knows no such commit/],
  [['--base', 'HEAD', '--runtime', 'deno'], /--runtime deno: there is no such runtime/],
  [['--base', 'HEAD', '--llrt', '0.7.0'], /--llrt is for --runtime llrt/],
  [['--runtime', 'llrt', '--llrt', 'newest'], /"newest" is no release of LLRT/],
  [['--runtime', 'llrt', '--sdk', 'some'], /--sdk some: there is no such binary/],
  [['--runtime', 'llrt', '--llrt-binary', 'nowhere'], /--llrt-binary nowhere: there is no file/],
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

const NEEDS_LAMBDA_API = {
  ...APP,
  'src/index.js': APP['src/index.js'].replace("require('../.env.json').name", '1'),
};
const MIGRATED = {
  'package.json': '{ "name": "app", "dependencies": { "hono": "^4.0.0" } }',
  'src/index.js': `const { Hono } = require('hono');
const { handle } = require('hono/aws-lambda');
const app = new Hono();
app.get('/users/:id', (c) => c.json({}));
exports.handler = handle(app);
`,
};

test('lambda-api uninstalled after the last route: says how to get it back', async () => {
  const root = workspace(NEEDS_LAMBDA_API);
  commit(root);
  write(root, MIGRATED);
  rmSync(join(root, 'node_modules/lambda-api'));
  const ran = await verify(root, '--base', 'HEAD');
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr.replace(/\s+/g, ' ')).toContain(
    'The code before needs lambda-api, which its package.json names (^1.5.0) and which is not installed, so it cannot run and nothing can be compared. Install it again for the comparison, for example: npm i --no-save "lambda-api@^1.5.0"',
  );
});

test('a package that only the new code needs is a matter of npm install', async () => {
  const root = workspace({ ...NEEDS_LAMBDA_API, 'packages.txt': '' });
  commit(root);
  write(root, {
    'package.json': APP['package.json'].replace(
      '{ "lambda',
      '{ "@acme/left": "workspace:*", "lambda',
    ),
    'src/index.js': `require('@acme/left/file');\n${NEEDS_LAMBDA_API['src/index.js']}`,
  });
  const ran = await verify(root, '--base', 'HEAD');
  expect(ran.code).toBe(2);
  expect(ran.stderr.replace(/\s+/g, ' ')).toMatch(
    /The code after needs @acme\/left, .* npm install/,
  );
});

test('a package that package.json does not name is told as it is', async () => {
  const root = workspace({
    ...APP,
    'src/index.js': `require('nowhere');\n${NEEDS_LAMBDA_API['src/index.js']}`,
  });
  commit(root);
  const ran = await verify(root, '--base', 'HEAD');
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/Cannot find module 'nowhere'[^]*export const stubs/);
});

test('lambda-api of the days when the runtime brought aws-sdk runs without it', async () => {
  const root = workspace({
    ...APP,
    '.env.json': '{ "name": "local" }',
    'src/index.js': APP['src/index.js'].replace(
      "require('lambda-api')",
      "require('./old/lambda-api')",
    ),
    'src/old/lambda-api/index.js':
      "require('./lib/s3-service');\nmodule.exports = require('lambda-api');\n",
    'src/old/lambda-api/lib/s3-service.js':
      "const AWS = require('aws-sdk');\nmodule.exports = new AWS.S3();\n",
  });
  commit(root);
  expect(await verify(root, '--base', 'HEAD')).toMatchObject({ code: 0 });
  write(root, { 'src/old/lambda-api/index.js': "require('aws-sdk');" });
  expect((await verify(root, '--base', 'HEAD')).stderr).toContain("Cannot find module 'aws-sdk'");
});
