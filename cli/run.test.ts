import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitAll, git, makeFolder, readFolder } from '../transforms/testing/folders.js';
import { SAMPLE } from '../transforms/testing/sample.js';
import { call, callJson } from './testing/call.js';

const BLOCKED = {
  'package.json': '{ "name": "app", "dependencies": { "old": "1" } }\n',
  'src/index.js': 'route GET /a old\nroute GET /b stuck\nroute GET /c new\n',
};

describe('status', () => {
  it('shows state, place and reason within 80 columns', async () => {
    const { code, stdout } = await call(makeFolder(BLOCKED), []);
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'app',
        '  [######--------------]  1 of 3 routes on Hono, 1 pending, 1 blocked',
        '  pending   GET /a  src/index.js:1',
        '  blocked   GET /b  src/index.js:2',
        '            handler-unresolved',
        '            The handler cannot be found: it is somewhere else',
        '            Move it here.',
        '  migrated  GET /c  src/index.js:3',
        '',
        'Next: llrt-migrate diff, then llrt-migrate apply',
        '',
      ].join('\n'),
    );
  });

  it('keeps its schema', async () => {
    const { document } = await callJson('status', makeFolder(BLOCKED), ['status']);
    expect(document).toMatchObject({
      summary: { routes: 3, migrated: 1, pending: 1, blocked: 1 },
      packages: [{ name: 'app', dir: '', routes: [{}, { findings: [{ line: 2 }] }, {}] }],
    });
  });

  it('says when there is nothing to migrate, and which root was chosen', async () => {
    const root = makeFolder(SAMPLE);
    const { code, stdout, stderr } = await call(join(root, 'packages/web'), ['-p', 'web']);
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing to migrate');
    expect(stderr).toBe(`Workspace ${root} (3 packages)\n`);
    const quiet = await call(root, ['status', '--quiet', '--cwd', 'packages/web']);
    expect(quiet.stderr).toBe('');
  });
});

describe('diff', () => {
  it('prints what git apply takes, and writes only the plan', async () => {
    const root = makeFolder(SAMPLE);
    commitAll(root);
    const { code, stdout } = await call(root, ['diff', '--plan', 'plan.json']);
    expect(code).toBe(0);
    expect(git(root, 'status', '--porcelain')).toBe('?? plan.json\n');
    writeFileSync(join(root, '.git/p'), stdout);
    git(root, 'apply', '.git/p');
    const { document } = await callJson('plan', makeFolder(SAMPLE), ['diff']);
    expect(JSON.parse(readFileSync(join(root, 'plan.json'), 'utf8'))).toEqual(document);
  });

  it('names files from the top of the repository, as git apply reads them in any folder', async () => {
    const top = makeFolder(
      Object.fromEntries(Object.entries(SAMPLE).map(([path, text]) => [`api é/${path}`, text])),
    );
    commitAll(top);
    const { stdout } = await call(join(top, 'api é'), ['diff']);
    writeFileSync(join(top, '.git/p'), stdout);
    git(join(top, 'api é'), 'apply', '../.git/p');
    const changed = git(top, '-c', 'core.quotePath=false', 'status', '--porcelain', '-z');
    expect(changed.split('\0').filter((line) => line !== '')).not.toEqual([]);
    expect((await call(join(top, 'api é'), ['diff'])).stdout).toBe('');
  });

  it('exits 1 with --exit-code when there are changes, and for what is blocked', async () => {
    const root = makeFolder(SAMPLE);
    expect((await call(root, ['diff', '--exit-code'])).code).toBe(1);
    expect((await call(root, ['diff', '--exit-code', '-p', 'web'])).code).toBe(0);
    const blocked = makeFolder(BLOCKED);
    const all = await call(blocked, ['diff']);
    expect(all.code).toBe(1);
    expect(all.stderr).toContain('error src/index.js:2:1 handler-unresolved');
    expect((await call(blocked, ['diff', '-r', 'GET /a'])).code).toBe(0);
    expect((await call(blocked, ['diff', '-r', 'GET /b'])).code).toBe(1);
  });

  it('sums up with --stat', async () => {
    const { stdout } = await call(makeFolder(SAMPLE), ['diff', '--stat', '-r', 'POST /v1/users']);
    expect(stdout).toContain(' packages/api/src/index.js        | +1 -1\n');
    expect(stdout).toContain(' 3 files changed, +3 -1, 1 route migrated\n');
  });

  it('colours when it is told to', async () => {
    const root = makeFolder(SAMPLE);
    const plain = await call(root, ['diff']);
    const coloured = await call(root, ['diff'], { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('\u001b[32m+helper\u001b[39m');
    // eslint-disable-next-line no-control-regex
    expect(coloured.stdout.replaceAll(/\u001b\[\d+m/g, '')).toBe(plain.stdout);
    const off = await call(root, ['diff', '--no-color'], { FORCE_COLOR: '1' });
    expect(off.stdout).toBe(plain.stdout);
  });
});

describe('apply and undo', () => {
  it('write and take back', async () => {
    const root = makeFolder(SAMPLE);
    commitAll(root);
    const before = readFolder(root);
    const applied = await callJson('apply', root, ['apply', '-y', '-r', 'GET /files/*']);
    expect(applied).toMatchObject({ code: 0, document: { routes: ['GET /files/*'] } });
    const rest = await call(root, ['apply', '--yes']);
    expect(rest.code).toBe(0);
    expect(rest.stdout).toMatch(/3 files written, 3 routes migrated|\d files written, 3 routes/);
    expect(rest.stderr).toContain('run `npm install`');
    const nothing = await callJson('apply', root, ['apply', '-y']);
    expect(nothing.document).toMatchObject({ id: null, files: [] });
    const { document } = await callJson('undo', root, ['undo']);
    const first = await call(root, ['undo', String(applied.document['id'])]);
    expect(first.code).toBe(0);
    expect(first.stderr).toContain('Dependencies changed back: run `npm install`.');
    expect(first.stdout).toContain('restored packages/api/package.json\n');
    expect(first.stdout).toContain('deleted packages/api/src/made here/né.js\n');
    expect(document['id']).not.toBe(applied.document['id']);
    expect(readFolder(root)).toEqual(before);
    expect(git(root, 'status', '--porcelain')).toBe('');
  });

  it('apply what can be, and exit 1 when a part is blocked', async () => {
    const root = makeFolder(BLOCKED);
    const { code, document } = await callJson('apply', root, ['apply', '-y']);
    expect(code).toBe(1);
    expect(document).toMatchObject({ routes: ['GET /a'], findings: [{ severity: 'error' }] });
    expect(readFileSync(join(root, 'src/index.js'), 'utf8')).toContain('GET /a new');
  });

  it('refuse without a terminal and without --yes', async () => {
    const root = makeFolder(SAMPLE);
    const before = readFolder(root);
    for (const args of [['apply'], ['apply', '--interactive'], ['apply', '--json']]) {
      const { code, stderr } = await call(root, args);
      expect(code).toBe(2);
      expect(stderr).toContain('--yes');
    }
    expect(readFolder(root)).toEqual(before);
    expect(existsSync(join(root, '.llrt-migrate'))).toBe(false);
  });

  it('refuse uncommitted changes, but not those of an earlier apply', async () => {
    const root = makeFolder(SAMPLE);
    const index = join(root, 'packages/api/src/index.js');
    commitAll(root);
    writeFileSync(index, `${SAMPLE['packages/api/src/index.js']}// mine\n`);
    const refused = await callJson('error', join(root, 'packages/api'), ['apply', '-y']);
    expect(refused).toMatchObject({
      code: 2,
      document: { error: { code: 'uncommitted-changes', files: ['packages/api/src/index.js'] } },
    });
    expect((await call(root, ['apply', '-y', '-r', 'GET /files/*'])).code).toBe(0);
    expect((await call(root, ['apply', '-y', '-r', 'GET /files/:name'])).code).toBe(0);
    expect((await call(root, ['apply', '-y', '--allow-dirty'])).code).toBe(0);
    expect(readFileSync(index, 'utf8')).toContain('// mine\n');
  });

  it('see changes in a workspace that is a folder of the repository', async () => {
    const outer = makeFolder({
      'back end/package.json': '{}',
      'back end/a.js': 'route GET /a old\n',
    });
    commitAll(outer);
    const root = join(outer, 'back end');
    writeFileSync(join(root, 'a.js'), 'route GET /a old\n\n');
    expect((await callJson('error', root, ['apply', '-y'])).document).toMatchObject({
      error: { code: 'uncommitted-changes', files: ['a.js'] },
    });
  });

  it('see changes in a repository below the root, and name a file once', async () => {
    const root = makeFolder(SAMPLE);
    commitAll(join(root, 'packages/api'));
    commitAll(root);
    const index = 'packages/api/src/index.js';
    writeFileSync(join(root, index), `${SAMPLE[index]}// mine\n`);
    const refused = await callJson('error', root, ['apply', '-y']);
    expect(refused.document).toMatchObject({
      error: { code: 'uncommitted-changes', files: [index] },
    });
    git(join(root, 'packages/api'), 'rm', '--cached', '--quiet', 'src/index.js');
    expect((await callJson('error', root, ['apply', '-y'])).document).toMatchObject({
      error: { code: 'uncommitted-changes', files: [index] },
    });
    git(join(root, 'packages/api'), 'reset', '--hard', '--quiet');
    expect((await call(root, ['apply', '-y'])).code).toBe(0);
  });

  it('write nothing after an interrupt, and say so in JSON', async () => {
    const root = makeFolder(SAMPLE);
    const before = readFolder(root);
    const { code, stdout } = await call(root, ['apply', '-y', '--json'], {}, AbortSignal.abort());
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'interrupted' } });
    expect(readFolder(root)).toEqual(before);
  });

  it('apply a plan exactly, and refuse a stale, damaged or missing one', async () => {
    const plan = join(makeFolder({}), 'the plan.json');
    await call(makeFolder(SAMPLE), ['diff', '--plan', plan, '-r', 'GET /files/:name']);
    const root = makeFolder(SAMPLE);
    const applied = await call(root, ['apply', plan, '--yes']);
    expect(applied.code).toBe(0);
    expect(readFileSync(join(root, 'packages/api/src/bom.js'), 'utf8')).toContain(':name new');
    expect((await callJson('error', root, ['apply', plan, '-y'])).document).toMatchObject({
      error: { code: 'plan-stale' },
    });
    expect((await call(root, ['apply', plan, '-y', '-p', 'api'])).stderr).toContain('--package');
    expect((await call(root, ['apply', 'none.json', '-y'])).stderr).toContain('cannot be read');
    writeFileSync(plan, '{ "schemaVersion": 2 }');
    expect((await call(root, ['apply', plan, '-y'])).stderr).toContain(
      'is no plan of this version',
    );
  });

  it('refuse a plan of routes and packages that are not there, and of paths that lead out', async () => {
    const root = makeFolder(SAMPLE);
    commitAll(root);
    const before = readFolder(root);
    const { document } = await callJson('plan', root, ['diff', '-r', 'GET /files/:name']);
    const [api] = Array.isArray(document['packages'])
      ? document['packages'].filter((pkg) => pkg.dir === 'packages/api')
      : [];
    const [file] = Array.isArray(document['files']) ? document['files'] : [];
    const path = join(makeFolder({}), 'plan.json');
    const refusal = async (change: object): Promise<unknown> => {
      writeFileSync(path, JSON.stringify({ ...document, ...change }));
      const refused = await callJson('error', root, ['apply', path, '-y']);
      expect(refused.code).toBe(2);
      expect(readFolder(root)).toEqual(before);
      return refused.document['error'];
    };
    const routes = ['GET /none'];
    for (const change of [
      { routes },
      { packages: [{ ...api, routes }], routes },
      { packages: [{ ...api, dir: 'packages/none' }] },
      { files: [file, file] },
    ])
      expect(await refusal(change)).toMatchObject({ code: 'plan-invalid' });
    for (const odd of ['../a.js', '/a.js', '', 'a\0b', '.GIT/config'])
      expect(await refusal({ files: [{ ...file, path: odd }] })).toMatchObject({
        code: 'path-refused',
      });
    writeFileSync(path, JSON.stringify(document));
    expect((await call(root, ['apply', path, '-y'])).code).toBe(0);
  });

  it.skipIf(process.getuid?.() === 0)(
    'leave everything when a folder cannot be written',
    async () => {
      const root = makeFolder(SAMPLE);
      chmodSync(join(root, 'packages/api/src'), 0o555);
      expect((await call(root, ['apply', '-y'])).code).toBe(2);
      chmodSync(join(root, 'packages/api/src'), 0o755);
      expect((await call(root, ['undo'])).code).toBe(0);
    },
  );
});

describe('explain', () => {
  it('prints a section, lists all, and knows near codes', async () => {
    const root = makeFolder({});
    const one = await call(root, ['explain', 'file-unreadable']);
    expect(one.stdout).toMatch(/^## file-unreadable\n\n\*\*warning\*\*: The file cannot be read/);
    expect((await call(root, ['explain'])).stdout).toMatch(/^file-unreadable +warning: /m);
    const wrong = await call(root, ['explain', 'file-unreadble']);
    expect(wrong).toMatchObject({ code: 2, stdout: '' });
    expect(wrong.stderr).toContain('Did you mean file-unreadable or');
    await callJson('explain', root, ['explain']);
  });
});
