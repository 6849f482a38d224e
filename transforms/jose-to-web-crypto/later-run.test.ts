import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { applyTo } from '../lambda-api-to-hono/testing/migration.js';
import { makeSandbox, planJose } from './testing/sandbox.js';

const sandbox = makeSandbox(6);
afterAll(() => sandbox.remove());

const MANIFEST = '{ "private": true, "type": "module", "dependencies": { "jose": "*" } }\n';
const READS = "import { decodeJwt } from 'jose';\n\nexport const read = (t) => decodeJwt(t);\n";
const CHECKS =
  "import { jwtVerify } from 'jose';\n\nexport const check = (t, k) => jwtVerify(t, k);\n";

/** A package with one file on the module, and what `files` adds to it later. */
async function migrated(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = sandbox.place(
    name,
    new Map([
      ['package.json', MANIFEST],
      ['src/read.js', READS],
    ]),
  );
  applyTo(folder, await planJose(folder));
  sandbox.place(name, new Map(Object.entries({ 'package.json': MANIFEST, ...files })));
  return folder;
}

describe('a module from a run before', () => {
  it('gets no users of another release of jose', async () => {
    const folder = await migrated('older', { 'src/check.js': CHECKS });
    const module = join(folder, 'src/jose-web-crypto.js');
    writeFileSync(module, readFileSync(module, 'utf8').replace('jose 6', 'jose 4 and 5'));
    const plan = await planJose(folder);
    expect(plan.files).toEqual([]);
    expect(plan.findings.map(({ code, file }) => [code, file])).toEqual([
      ['jose-module-older', 'src/check.js'],
    ]);
  });

  it('is not taken for one where only its name is the same', async () => {
    const folder = await migrated('taken', {
      'src/check.js': CHECKS,
      'src/jose-web-crypto.js': 'export const decodeJwt = (t) => t;\n',
    });
    const plan = await planJose(folder);
    expect(plan.files).toEqual([]);
    expect(plan.findings.map(({ code }) => code)).toEqual(['jose-module-name-taken']);
  });

  it('keeps what a file takes that does not parse', async () => {
    const broken = CHECKS.replace("'jose'", "'./jose-web-crypto.js'");
    const folder = await migrated('broken', { 'src/check.js': CHECKS });
    applyTo(folder, await planJose(folder));
    sandbox.place('broken', new Map([['src/check.js', broken.replace('k);', 'k));')]]));
    expect((await planJose(folder)).files).toEqual([]);
    sandbox.place('broken', new Map([['src/read.js', 'export const read = 1;\n']]));
    expect((await planJose(folder)).files).toEqual([]);
    sandbox.place('broken', new Map([['src/check.js', 'export const check = 1;\n']]));
    expect((await planJose(folder)).files.map(({ path }) => path)).toEqual([
      'src/jose-web-crypto.js',
    ]);
  });

  it('stays where another package loads it, and where it is not one', async () => {
    const folder = await migrated('outside', {
      'package.json': '{ "private": true, "type": "module", "workspaces": ["other"] }\n',
      'src/read.js': 'export const read = 1;\n',
      'other/package.json': '{ "name": "other", "type": "module" }\n',
      'other/index.js': "export { decodeJwt } from '../src/jose-web-crypto.js';\n",
    });
    expect((await planJose(folder)).files).toEqual([]);
    sandbox.place(
      'outside',
      new Map([
        ['other/index.js', ''],
        ['src/jose-web-crypto.js', 'export const mine = 1;\n'],
      ]),
    );
    expect((await planJose(folder)).files).toEqual([]);
  });
});

it('leaves jose to a file that does not parse', async () => {
  const folder = sandbox.place(
    'syntax',
    new Map([
      ['package.json', MANIFEST],
      ['src/read.js', READS],
      ['src/check.js', CHECKS.replace('k);', 'k));')],
    ]),
  );
  const { files, findings } = await planJose(folder);
  expect(files.map(({ path }) => path)).toEqual(['src/jose-web-crypto.js', 'src/read.js']);
  expect(findings.map(({ code }) => code).toSorted()).toEqual(['jose-kept', 'jose-syntax-error']);
});

it.each([
  ['a test', 'test/read.test.js', "import '../src/read.js';\n\nvi.mock('jose', () => ({}));\n"],
  ['the setup of tests', 'test/setup.js', "vi.mock('jose', () => ({}));\n"],
])('keeps a file where %s mocks jose and is not selected', async (name, path, text) => {
  const folder = sandbox.place(
    `mocked by ${name}`,
    new Map([
      ['package.json', MANIFEST],
      ['src/read.js', READS],
      [path, text],
    ]),
  );
  const { files, findings } = await planJose(folder, { files: ['src/read.js'] });
  expect(files).toEqual([]);
  expect(findings.map(({ code }) => code)).toEqual(['jose-mock-stays']);
  expect((await planJose(folder)).findings).toEqual([]);
});

it('says where jose is listed for a package below that has left it', async () => {
  const folder = sandbox.place(
    'root',
    new Map([
      ['package.json', '{ "workspaces": ["api"], "dependencies": { "jose": "*" } }\n'],
      ['api/package.json', '{ "name": "api", "private": true, "type": "module" }\n'],
      ['api/read.js', READS],
    ]),
  );
  const { files, findings } = await planJose(folder);
  expect(files.map(({ path }) => path)).toEqual(['api/jose-web-crypto.js', 'api/read.js']);
  expect(findings.map(({ code, file }) => [code, file])).toEqual([
    ['jose-in-root', 'package.json'],
  ]);
});
