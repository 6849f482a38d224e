import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { checkFolder } from '../../check/testing/check-folder.js';
import type { VerifyReport } from '../report.js';
import { type Files, verify, watchTemporaryFiles, workspace } from '../testing/workspace.js';

watchTemporaryFiles();

const MANIFEST = { 'package.json': '{ "name": "app", "type": "module" }' };
const event = {
  name: 'one',
  event: { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET' } } },
};

/** A workspace with some packages of this repository, and others written out. */
function app(files: Files, packages: readonly string[] = []): string {
  const root = workspace({ ...MANIFEST, ...files, 'events.json': JSON.stringify(event) });
  for (const name of packages) {
    const link = join(root, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
  return root;
}

interface Tried {
  readonly code: number;
  readonly stderr: string;
  readonly different: number;
  readonly why: string;
  readonly lacking: readonly string[];
}

async function tryOut(root: string, release: string): Promise<Tried> {
  const args = ['--entry', 'src/index.js#handler', '--events', 'events.json', '--timeout', '1000'];
  const ran = await verify(root, '--runtime', 'llrt', '--llrt', release, ...args, '--json');
  const report = JSON.parse(ran.stdout) as VerifyReport;
  const first = report.routes[0]?.different[0];
  return {
    code: ran.code,
    stderr: ran.stderr,
    different: report.summary.different,
    why: first?.difference ?? '',
    lacking: (report.runtime?.lacking ?? []).map(
      ({ code, what, file, line }) => `${code} ${what} ${file}:${line}`,
    ),
  };
}

async function codes(root: string, release: string): Promise<readonly string[]> {
  const { report } = await checkFolder(root, ['--llrt', release]);
  return report.findings.map(({ code }) => code);
}

const answer = (body: string): string =>
  `export const handler = async (event) => ({ statusCode: 200, body: ${body} });\n`;

/** What went wrong for one developer who moved an API to LLRT by hand. */
test('1 a name that the module crypto lacks keeps the function from starting', async () => {
  const root = app({
    'src/index.js': `import { verify } from './token.js';\n${answer('verify(event)')}`,
    'src/token.js': `import { createHash, KeyObject } from 'node:crypto';
export const verify = (key) => String(key instanceof KeyObject) + createHash('md5').digest('hex');
`,
  });
  expect(await codes(root, '0.8.1')).toContain('llrt-node-crypto-keyobject');
  const tried = await tryOut(root, '0.8.1');
  expect(tried).toMatchObject({ code: 1, different: 1 });
  expect(tried.stderr).toContain("Could not find export 'KeyObject' in module 'crypto'");
  expect(tried.lacking).toEqual(['llrt-node-crypto-keyobject KeyObject of crypto src/token.js:1']);
});

test('1 a package that imports that name', async () => {
  const root = app({
    'src/index.js': `import { verify } from 'old-token';\n${answer('String(verify(event))')}`,
    'node_modules/old-token/package.json':
      '{ "name": "old-token", "type": "module", "main": "i.js" }',
    'node_modules/old-token/i.js': `import { KeyObject } from 'crypto';
export const verify = (key) => key instanceof KeyObject;
`,
  });
  const tried = await tryOut(root, 'main');
  expect(tried).toMatchObject({ code: 1, different: 1 });
  expect(tried.lacking).toEqual([
    'llrt-node-crypto-keyobject KeyObject of crypto node_modules/old-token/i.js:1',
  ]);
});

test('2 formData fails, then gives an empty form', async () => {
  const root = app({
    'src/index.js': `const form = { method: 'POST', body: new URLSearchParams({ a: '1' }) };
${answer("JSON.stringify([...(await new Request('https://x.example', form).formData())])")}`,
  });
  expect(await codes(root, '0.7.0')).toContain('llrt-request-formdata');
  const old = await tryOut(root, '0.7.0');
  expect(old).toMatchObject({ code: 1, different: 1 });
  expect(old.why).toContain('formData is not a function');
  expect(old.lacking).toEqual(['llrt-request-formdata Request.formData src/index.js:2']);
  expect(await codes(root, '0.8.1')).toContain('llrt-formdata-urlencoded');
  const newer = await tryOut(root, '0.8.1');
  expect(newer.why).toBe('body: [["a","1"]] before, [] after');
});

test('3 top-level await of a call to AWS hangs up to 0.6.2', { timeout: 30_000 }, async () => {
  const root = app(
    {
      'src/index.js': `import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
const sts = new STSClient({});
const { Account } = await sts.send(new GetCallerIdentityCommand({}));
${answer('String(Account)')}`,
    },
    ['@aws-sdk', '@smithy'],
  );
  expect(await codes(root, '0.6.2')).toContain('llrt-sdk-init-hang-tla');
  const old = await tryOut(root, '0.6.2');
  expect(old).toMatchObject({ code: 1, different: 1 });
  expect(old.stderr).toMatch(/does not start on LLRT 0\.6\.2: .*has not finished loading/);
  expect(await tryOut(root, '0.7.0')).toMatchObject({ code: 0, different: 0 });
});

test('4 the import of client-iam hangs up to 0.6.2', async () => {
  const iam = 'node_modules/@aws-sdk/client-iam';
  const root = app({
    'src/index.js': `import { IAMClient } from '@aws-sdk/client-iam';\n${answer('new IAMClient().name')}`,
    [`${iam}/package.json`]: '{ "name": "@aws-sdk/client-iam", "type": "module", "main": "i.js" }',
    [`${iam}/i.js`]: "export class IAMClient { name = 'iam'; }\n",
  });
  expect(await codes(root, '0.6.2')).toContain('llrt-sdk-iam-hang');
  const old = await tryOut(root, '0.6.2');
  expect(old).toMatchObject({ code: 1, different: 1 });
  expect(old.why).toContain('init hangs');
  expect(old.lacking).toEqual(['llrt-sdk-iam-hang import of @aws-sdk/client-iam src/index.js:1']);
  // Later releases start: that the start is late in some regions is found by `check` alone.
  expect(await codes(root, '0.7.0')).toContain('llrt-sdk-global-warmup');
  expect(await tryOut(root, '0.7.0')).toMatchObject({ code: 0, different: 0 });
});

test('5 createRequire hides a module that is missing', async () => {
  const made =
    "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\n";
  const harmless = app({
    'src/index.js': `${made}${answer("require('node:path').join('a', 'b')")}`,
  });
  expect(await tryOut(harmless, '0.8.1')).toMatchObject({ code: 0, different: 0 });
  const http = app({ 'src/index.js': `${made}${answer("typeof require('node:http').get")}` });
  const tried = await tryOut(http, '0.8.1');
  expect(tried).toMatchObject({ code: 1, different: 1 });
  expect(tried.why).toContain("Error resolving module 'node:http'");
  expect(tried.lacking).toEqual(['llrt-http-module module http src/index.js:3']);
});

test('a handler that answers by callback gets none', async () => {
  const root = app({
    'src/index.js': `export const handler = (event, context, callback) => callback(null, { statusCode: 200 });\n`,
  });
  expect(await codes(root, '0.8.1')).toContain('llrt-lambda-callback');
  const tried = await tryOut(root, '0.8.1');
  expect(tried).toMatchObject({ code: 1, different: 1 });
  expect(tried.why).toContain('callback is not a function');
});

test('a CommonJS entry has no handler when it is bundled as an ES module', async () => {
  const root = app({
    'package.json': '{ "name": "app" }',
    'src/index.js': "exports.handler = async () => ({ statusCode: 200, body: 'x' });\n",
  });
  const tried = await tryOut(root, '0.8.1');
  expect(tried).toMatchObject({ code: 1, different: 1 });
  expect(tried.stderr).toContain('"handler" is not a function');
  expect(tried.stderr).toContain('commonjs-to-esm');
});
