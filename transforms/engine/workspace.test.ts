import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../testing/folders.js';
import { versionOf } from './installed.js';
import { openWorkspace, type Workspace } from './workspace.js';
import { parsePnpmPackages } from './workspace-members.js';

function summary(workspace: Workspace): Record<string, readonly string[]> {
  return Object.fromEntries(workspace.packages.map((pkg) => [`${pkg.name}@${pkg.dir}`, pkg.files]));
}

describe('openWorkspace', () => {
  it('finds the npm workspace around a member, and its sources without build output', () => {
    const root = makeFolder({
      'package.json': '{ "name": "root", "workspaces": ["packages/*"] }',
      'index.mjs': '',
      'packages/api/package.json': '{ "name": "@x/api" }',
      'packages/api/src/a.ts': '',
      'packages/api/dist/a.js': '',
      'packages/api/node_modules/dep/index.js': '',
      'packages/api/.cache/x.js': '',
      'packages/api/README.md': '',
    });
    const workspace = openWorkspace({ cwd: join(root, 'packages/api/src') });
    expect(workspace).toMatchObject({ root, cwd: 'packages/api/src', manager: 'npm' });
    expect(summary(workspace)).toEqual({
      'root@': ['index.mjs'],
      '@x/api@packages/api': ['packages/api/src/a.ts'],
    });
  });

  it('knows the object form of yarn', () => {
    const root = makeFolder({
      'package.json': '{ "workspaces": { "packages": ["./apps/**/"] } }',
      'yarn.lock': '',
      'apps/deep/api/package.json': '{}',
      'apps/deep/api/a.js': '',
    });
    const workspace = openWorkspace({ cwd: join(root, 'apps/deep/api') });
    expect(workspace).toMatchObject({ root, manager: 'yarn' });
  });

  it('knows pnpm with negations, which take packages and their files out', () => {
    const root = makeFolder({
      'package.json': '{ "name": "root" }',
      'pnpm-workspace.yaml':
        "catalog:\n  x: 1\npackages: # all\n  - 'packages/*'\n  - \"!**/fixtures/**\"\n  - '!packages/old'\n",
      'packages/a/package.json': '{ "name": "a" }',
      'packages/a/a.js': '',
      'packages/a/fixtures/b/package.json': '{ "name": "b" }',
      'packages/a/fixtures/b/b.js': '',
      'packages/old/package.json': '{ "name": "old" }',
    });
    const workspace = openWorkspace({ cwd: join(root, 'packages/a') });
    expect(workspace).toMatchObject({ root, manager: 'pnpm' });
    expect(summary(workspace)).toEqual({ 'root@': [], 'a@packages/a': ['packages/a/a.js'] });
    expect(openWorkspace({ cwd: join(root, 'packages/old') }).root).toBe(
      join(root, 'packages/old'),
    );
  });

  it('takes a nested package.json for a package of its own, but not one that only sets the type', () => {
    const root = makeFolder({
      'package.json': '{ "name": "app" }',
      'infra.js': '',
      'lambda/package.json': '{ "dependencies": { "lambda-api": "1" } }',
      'lambda/src/index.js': '',
      'lambda/src/package.json': '{ "type": "module" }',
    });
    const workspace = openWorkspace({ cwd: root });
    expect(summary(workspace)).toEqual({
      'app@': ['infra.js'],
      'lambda@lambda': ['lambda/src/index.js'],
    });
    expect(openWorkspace({ cwd: join(root, 'lambda') }).root).toBe(join(root, 'lambda'));
  });

  it('finds packages below a folder without package.json, inside a git repository', () => {
    const root = makeFolder({ 'back/package.json': '{}', 'back/a.js': '' });
    mkdirSync(join(root, '.git'));
    expect(summary(openWorkspace({ cwd: root }))).toEqual({ 'back@back': ['back/a.js'] });
  });

  it('does not follow links, and leaves out what .gitignore names', () => {
    const outside = makeFolder({ 'secret.js': '' });
    const root = makeFolder({
      '.gitignore': '/out\n*.gen.js\n!keep.gen.js\n# comment\n',
      'package.json': '{}',
      'app/package.json': '{ "name": "app" }',
      'app/.gitignore': 'lib/\n',
      'app/src/a.js': '',
      'app/src/a.gen.js': '',
      'app/src/keep.gen.js': '',
      'app/lib/a.js': '',
      'app/out/b.js': '',
      'out/c.js': '',
    });
    mkdirSync(join(root, '.git'));
    symlinkSync(outside, join(root, 'app/src/linked'));
    symlinkSync(join(outside, 'secret.js'), join(root, 'app/src/secret.js'));
    const expected = ['app/out/b.js', 'app/src/a.js', 'app/src/keep.gen.js'];
    expect(openWorkspace({ cwd: root }).packages.flatMap((pkg) => pkg.files)).toEqual(expected);
    // The rules of the repository hold also for a workspace that is a folder of it.
    expect(openWorkspace({ cwd: join(root, 'app') }).packages.flatMap((pkg) => pkg.files)).toEqual(
      expected.map((path) => path.slice('app/'.length)),
    );
  });

  it('narrows to the packages and leaves out the files that the options name', () => {
    const root = makeFolder({
      'package.json': '{ "workspaces": ["p/*"] }',
      'p/a/package.json': '{}',
      'p/a/x.js': '',
      'p/a/legacy/y.js': '',
      'p/b/package.json': '{}',
    });
    const options = { cwd: root, packages: ['./p/a'], exclude: ['**/legacy/**'] };
    expect(summary(openWorkspace(options))).toEqual({ 'a@p/a': ['p/a/x.js'] });
  });

  it('says what is missing', () => {
    const sources = makeFolder({ 'src/a.js': '' });
    expect(() => openWorkspace({ cwd: sources })).toThrow(/1 source file but no package.json/);
    expect(() => openWorkspace({ cwd: makeFolder({}) })).toThrow(
      /neither a package.json nor source/,
    );
    expect(() => openWorkspace({ cwd: join(sources, 'none') })).toThrow(/is no folder/);
    const odd = makeFolder({ 'package.json': '{ "workspaces": "packages" }' });
    expect(() => openWorkspace({ cwd: odd })).toThrow(/"workspaces" is neither/);
    const yaml = makeFolder({ 'pnpm-workspace.yaml': 'packages:\n  a: b\n' });
    expect(() => openWorkspace({ cwd: yaml })).toThrow(
      /pnpm-workspace.yaml:2: "packages" has "a: b"/,
    );
  });

  it('reports a package.json that is no JSON with its line, and goes on with the others', () => {
    const root = makeFolder({
      'package.json': '{ "name": "root" }',
      'bad/package.json': '{\n  "name": "bad",\n  oops\n}',
      'bad/a.js': '',
      'cr/package.json': '{\r"name": "cr"\r}',
      'latin/package.json': Buffer.from('{ "name": "\u00e9" }', 'latin1'),
    });
    const workspace = openWorkspace({ cwd: root });
    expect(workspace.findings).toMatchObject([
      { code: 'manifest-invalid', severity: 'error', file: 'bad/package.json', line: 3 },
      { code: 'manifest-invalid', file: 'cr/package.json' },
      { code: 'manifest-invalid', file: 'latin/package.json' },
    ]);
    expect(summary(workspace)).toEqual({ 'root@': [] });
  });

  it('keeps BOM away from transforms, and reports files that are no UTF-8', () => {
    const utf16 = Buffer.from('\uFEFFroute', 'utf16le');
    const root = makeFolder({
      'package.json': '{}',
      'bom.js': '\uFEFFroute',
      'utf16.js': utf16,
      'none.js': 'x',
    });
    const { texts, packages } = openWorkspace({ cwd: root });
    expect(texts.candidates(packages[0]?.files ?? [], ['route'])).toEqual(['bom.js']);
    expect(texts.read('bom.js')).toEqual({ text: 'route', bom: true });
    expect(texts.findings(() => true)).toMatchObject([
      { code: 'file-unreadable', file: 'utf16.js' },
    ]);
    expect(texts.findings(() => false)).toEqual([]);
  });

  it('leaves files alone whose lines end with carriage returns alone', () => {
    const root = makeFolder({
      'package.json': '{}',
      'cr.js': 'route\rroute\r',
      'lf.js': 'route\r\n',
    });
    const { texts } = openWorkspace({ cwd: root });
    expect(texts.candidates(['cr.js', 'lf.js'], ['route'])).toEqual(['lf.js']);
    expect(texts.read('cr.js')).toBeUndefined();
    expect(texts.findings(() => true)).toMatchObject([
      { code: 'file-unreadable', file: 'cr.js', message: expect.stringContaining('carriage') },
    ]);
  });

  // The superuser may read everything.
  it.skipIf(process.getuid?.() === 0)('reports files without permission', () => {
    const root = makeFolder({ 'package.json': '{}', 'a.js': 'route' });
    chmodSync(join(root, 'a.js'), 0);
    const { texts } = openWorkspace({ cwd: root });
    texts.candidates(['a.js'], ['route']);
    expect(texts.findings(() => true)).toMatchObject([{ file: 'a.js', code: 'file-unreadable' }]);
  });
});

describe('parsePnpmPackages', () => {
  it('reads flow lists over several lines, and a file without packages', () => {
    expect(parsePnpmPackages('packages: [\'a\', "b/*",\n  c ]\nother: 1\n')).toEqual([
      'a',
      'b/*',
      'c',
    ]);
    expect(parsePnpmPackages('packages:\n- a\n- b\nother:\n  - c\n')).toEqual(['a', 'b']);
    expect(parsePnpmPackages('catalog:\n  a: 1\n')).toEqual([]);
  });
});

describe('versionOf', () => {
  const version = (root: string, dir = '', range?: string): string | undefined =>
    versionOf('lambda-api', { root, dir, range });

  it('prefers what is installed, nearest first', () => {
    const root = makeFolder({
      'node_modules/lambda-api/package.json': '{ "version": "1.0.3" }',
      'p/node_modules/lambda-api/package.json': '{ "version": "0.10.7" }',
      'package-lock.json': '{ "packages": { "node_modules/lambda-api": { "version": "9.9.9" } } }',
    });
    expect(version(root)).toBe('1.0.3');
    expect(version(root, 'p')).toBe('0.10.7');
  });

  it('reads package-lock.json of both kinds', () => {
    const lock = (value: object): string =>
      makeFolder({ 'package-lock.json': JSON.stringify(value) });
    const packages = {
      'node_modules/lambda-api': { version: '1.0.0' },
      'p/node_modules/lambda-api': { version: '0.11.2' },
    };
    expect(version(lock({ packages }), 'p')).toBe('0.11.2');
    expect(version(lock({ packages }), 'q/r')).toBe('1.0.0');
    expect(version(lock({ dependencies: { 'lambda-api': { version: '1.2.0' } } }))).toBe('1.2.0');
    expect(version(lock({}))).toBeUndefined();
  });

  it('reads pnpm-lock.yaml of both kinds', () => {
    const root = makeFolder({
      'pnpm-lock.yaml':
        "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      other:\n        specifier: 1\n        version: 1.0.0\n  p/a:\n    dependencies:\n      lambda-api:\n        specifier: ^1.0.0\n        version: 1.0.3(x@1.0.0)\npackages:\n  lambda-api@1.0.3: {}\n",
    });
    expect(version(root, 'p/a')).toBe('1.0.3');
    expect(version(root)).toBeUndefined();
    const shared = makeFolder({
      'pnpm-lock.yaml':
        'importers:\n  .:\n    devDependencies:\n      lambda-api:\n        specifier: ^1.2.0\n        version: 1.2.3\n  p/a:\n    dependencies:\n      other:\n        specifier: 1\n        version: 1.0.0\n',
    });
    expect(version(shared, 'p/a')).toBe('1.2.3');
    const old = makeFolder({
      'pnpm-lock.yaml': 'dependencies:\n  lambda-api: 0.11.2_x@1\npackages:\n',
    });
    expect(version(old)).toBe('0.11.2');
  });

  it('reads yarn.lock of both kinds, by range', () => {
    const classic = makeFolder({
      'yarn.lock':
        '"lambda-api@^0.10.0":\n  version "0.10.7"\n\nlambda-api@^1.0.0, lambda-api@^1.0.3:\n  version "1.0.3"\n',
    });
    expect(version(classic, '', '^1.0.3')).toBe('1.0.3');
    expect(version(classic, '', '^1.0.0')).toBe('1.0.3');
    expect(version(classic, '', '^0.10.0')).toBe('0.10.7');
    const berry = makeFolder({ 'yarn.lock': '"lambda-api@npm:^1.0.0":\n  version: 1.5.1\n' });
    expect(version(berry, '', '^1.0.0')).toBe('1.5.1');
    expect(version(berry, '', '^2.0.0')).toBeUndefined();
  });
});

it('stays fast on many files', () => {
  const root = makeFolder({ 'package.json': '{}' });
  for (let folder = 0; folder < 40; folder += 1) {
    mkdirSync(join(root, `f${folder}`));
    for (let file = 0; file < 50; file += 1)
      writeFileSync(join(root, `f${folder}/${file}.js`), `// ${'x'.repeat(5000)}\n`);
  }
  const workspace = openWorkspace({ cwd: root });
  expect(workspace.texts.candidates(workspace.packages[0]?.files ?? [], ['lambda-api'])).toEqual(
    [],
  );
  expect(workspace.packages[0]?.files).toHaveLength(2000);
});
