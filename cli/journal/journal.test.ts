import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join, sep } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { Failure } from '../../transforms/engine/failure.js';
import { formatPatch, type FileChange } from '../../transforms/engine/patch.js';
import { createPlan, type Plan } from '../../transforms/engine/plan.js';
import { hashOf } from '../../transforms/engine/text-file.js';
import { openWorkspace } from '../../transforms/engine/workspace.js';
import { git, makeFolder, readFolder } from '../../transforms/testing/folders.js';
import { SAMPLE } from '../../transforms/testing/sample.js';
import { wordTransform } from '../../transforms/testing/word-transform.js';
import { applyPlan } from './apply.js';
import { readBefore, readBeforeAll } from './history.js';
import { withLock } from './lock.js';
import { undo } from './undo.js';

function planOf(...changes: FileChange[]): Plan {
  return {
    schemaVersion: 1,
    packages: [],
    routes: [],
    findings: [],
    files: changes.map((change) => ({
      path: change.path,
      beforeHash: change.before === null ? null : hashOf(change.before),
      afterHash: change.after === null ? null : hashOf(change.after),
      patch: formatPatch(change),
    })),
  };
}

function planRoutes(root: string, ...routes: string[]): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: root }), { routes }, [wordTransform]);
}

function failureOf(action: () => unknown): Failure {
  try {
    action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('applyPlan and undo', () => {
  it('write exactly the plan and take it back with modes, files and folders', () => {
    const root = makeFolder({ 'a.sh': 'a\n', 'b.js': '\uFEFFb\r\nend', 'gone/c.js': 'c\n' });
    chmodSync(join(root, 'a.sh'), 0o750);
    chmodSync(join(root, 'gone/c.js'), 0o600);
    const before = readFolder(root);
    const { id, files } = applyPlan(
      root,
      planOf(
        { path: 'a.sh', before: 'a\n', after: 'A\n' },
        { path: 'b.js', before: '\uFEFFb\r\nend', after: '\uFEFFB\r\nend' },
        { path: 'gone/c.js', before: 'c\n', after: null },
        { path: 'new/deep/d.js', before: null, after: 'd' },
      ),
    );
    expect(id).toMatch(/^\d{6}-\d{6}$/);
    expect(files).toEqual(['a.sh', 'b.js', 'gone/c.js', 'new/deep/d.js']);
    const after = readFolder(root);
    expect(after).toMatchObject({
      'a.sh': '750 A\n',
      'new/deep/d.js': expect.stringMatching(/ d$/),
    });
    expect(after['gone/c.js']).toBeUndefined();
    expect(undo(root)).toEqual({ id, files });
    expect(readFolder(root)).toEqual(before);
    expect(existsSync(join(root, 'new'))).toBe(false);
    expect(failureOf(() => undo(root)).code).toBe('nothing-to-undo');
  });

  it('keep the state out of git', () => {
    const root = makeFolder({ 'a.js': 'a\n' });
    git(root, 'init', '--quiet');
    applyPlan(root, planOf({ path: 'a.js', before: 'a\n', after: 'b\n' }));
    expect(git(root, 'status', '--porcelain')).toBe('?? a.js\n');
  });

  it('take several applies back one after the other, also by id, and know what was before', async () => {
    const root = makeFolder(SAMPLE);
    const start = readFolder(root);
    const first = applyPlan(root, await planRoutes(root, 'GET /v1/users/:id'));
    const second = applyPlan(root, await planRoutes(root, 'POST /v1/users'));
    expect((first.id ?? '') < (second.id ?? '')).toBe(true);
    const index = 'packages/api/src/index.js';
    expect(readBefore(root).get(index)).toContain('route GET /v1/users/:id new');
    expect(readBeforeAll(root).get(index)).toBe(SAMPLE[index]);
    expect(readBeforeAll(root).get('packages/api/src/made here/né.js')).toBeNull();
    expect(failureOf(() => undo(root, first.id ?? '')).message).toContain(
      `changed again by the later apply ${second.id}; undo that first`,
    );
    expect(failureOf(() => undo(root, '000000-000000')).code).toBe('unknown-apply');
    expect(undo(root, second.id ?? '').id).toBe(second.id);
    expect(undo(root).id).toBe(first.id);
    expect(readFolder(root)).toEqual(start);
    expect(readBefore(root).size).toBe(0);
  });

  it('change nothing on a second run', async () => {
    const root = makeFolder(SAMPLE);
    applyPlan(root, await planRoutes(root, '*'));
    const after = readFolder(root);
    expect(applyPlan(root, await planRoutes(root, '*'))).toEqual({ id: null, files: [] });
    expect(readFolder(root)).toEqual(after);
  });

  it('refuse to undo what was edited since, and name it', async () => {
    const root = makeFolder(SAMPLE);
    applyPlan(root, await planRoutes(root, 'GET /v1/users/:id'));
    writeFileSync(join(root, 'packages/api/src/index.js'), 'mine\n');
    rmSync(join(root, 'packages/api/src/made here/né.js'));
    const edited = readFolder(root);
    const failure = failureOf(() => undo(root));
    expect(failure).toMatchObject({
      code: 'edited-since',
      files: ['packages/api/src/index.js', 'packages/api/src/made here/né.js'],
    });
    expect(readFolder(root)).toEqual(edited);
  });

  it('refuse a stale or damaged plan and write nothing', () => {
    const root = makeFolder({ 'a.js': 'a\n', 'b.js': 'b\n' });
    const plan = planOf(
      { path: 'a.js', before: 'a\n', after: 'A\n' },
      { path: 'b.js', before: 'x\n', after: 'B\n' },
      { path: 'c.js', before: 'c\n', after: null },
    );
    expect(failureOf(() => applyPlan(root, plan))).toMatchObject({
      code: 'plan-stale',
      files: ['b.js', 'c.js'],
    });
    const [good] = planOf({ path: 'a.js', before: 'a\n', after: 'A\n' }).files;
    if (!good) throw new Error('no file');
    const damaged = { ...good, patch: good.patch.replace('+A', '+B') };
    const failure = failureOf(() => applyPlan(root, { ...plan, files: [damaged] }));
    expect(failure.code).toBe('plan-invalid');
    const exists = planOf({ path: 'a.js', before: null, after: 'A\n' });
    expect(failureOf(() => applyPlan(root, exists)).code).toBe('plan-stale');
    const other = { ...good, patch: good.patch.replaceAll('a.js', 'b.js') };
    for (const files of [[good, good], [other], [{ ...good, patch: `x\n${good.patch}` }]])
      expect(failureOf(() => applyPlan(root, { ...plan, files })).code).toBe('plan-invalid');
    expect(readFolder(root)).toEqual(readFolder(makeFolder({ 'a.js': 'a\n', 'b.js': 'b\n' })));
  });

  it('refuse paths that lead out of the workspace or into what is not source', () => {
    const outside = makeFolder({ 'x.js': 'x\n' });
    const root = makeFolder({ 'a.js': 'a\n' });
    symlinkSync(outside, join(root, 'linked'));
    symlinkSync(join(outside, 'x.js'), join(root, 'link.js'));
    const paths = [
      '../evil.js',
      '/etc/evil.js',
      'a/../../evil.js',
      'linked/evil.js',
      'link.js',
      '.git/hooks/pre-commit',
      'node_modules/x/index.js',
      '.llrt-migrate/journal/x.json',
      '.GIT/config',
      '.Git. /config',
      'a/git~1/config',
      '.g\u200cit/config',
      '.LLRT-migrate/journal/x.json',
      'nul\0.js',
      'C:\\evil.js',
      './a.js',
      '',
    ];
    for (const path of paths) {
      const plan = planOf({ path, before: null, after: 'evil\n' });
      expect(failureOf(() => applyPlan(root, plan)).code, path).toBe('path-refused');
    }
    expect(Object.keys(readFolder(outside))).toEqual(['x.js']);
  });

  it('refuse a state folder that is a link or a file, and write nothing', () => {
    const outside = makeFolder({});
    const plan = planOf({ path: 'a.js', before: 'a\n', after: 'b\n' });
    const spoil: ((root: string) => void)[] = [
      (root) => symlinkSync(outside, join(root, '.llrt-migrate')),
      (root) => symlinkSync(join(outside, 'none'), join(root, '.llrt-migrate')),
      (root) => writeFileSync(join(root, '.llrt-migrate'), ''),
      (root) => {
        mkdirSync(join(root, '.llrt-migrate'));
        symlinkSync(outside, join(root, '.llrt-migrate/journal'));
      },
      (root) => {
        mkdirSync(join(root, '.llrt-migrate'));
        writeFileSync(join(root, '.llrt-migrate/journal'), '');
      },
    ];
    for (const action of spoil) {
      const root = makeFolder({ 'a.js': 'a\n' });
      action(root);
      for (const act of [() => applyPlan(root, plan), () => undo(root), () => readBefore(root)])
        expect(failureOf(act)).toMatchObject({ code: 'state-refused' });
      expect(readFolder(root)['a.js']).toMatch(/ a\n$/);
      expect(readdirSync(outside)).toEqual([]);
    }
  });

  it('complete a state folder that was left half-made, and take back nothing', () => {
    const root = makeFolder({ 'a.js': 'a\n', '.llrt-migrate/.gitignore.tmp': '*' });
    git(root, 'init', '--quiet');
    expect(failureOf(() => undo(root)).code).toBe('nothing-to-undo');
    expect(git(root, 'status', '--porcelain')).toBe('?? a.js\n');
  });

  it('follow no folder of a damaged journal out of the workspace', () => {
    const root = makeFolder({ 'a.js': 'a\n' });
    const { id } = applyPlan(root, planOf({ path: 'a.js', before: 'a\n', after: 'b\n' }));
    const path = join(root, `.llrt-migrate/journal/${id}.applied.json`);
    const entry: object = JSON.parse(readFileSync(path, 'utf8'));
    writeFileSync(path, JSON.stringify({ ...entry, createdFolders: ['../empty'] }));
    expect(failureOf(() => undo(root)).code).toBe('journal-invalid');
  });

  it.skipIf(sep === '\\')('write a file with a backslash in its name', () => {
    const root = makeFolder({ 'a\\b.js': 'a\n' });
    applyPlan(root, planOf({ path: 'a\\b.js', before: 'a\n', after: 'b\n' }));
    expect(readFolder(root)['a\\b.js']).toMatch(/ b\n$/);
    undo(root);
    expect(readFolder(root)['a\\b.js']).toMatch(/ a\n$/);
  });

  it('say which entry of the journal cannot be read', () => {
    const root = makeFolder({ 'a.js': 'a\n' });
    applyPlan(root, planOf({ path: 'a.js', before: 'a\n', after: 'b\n' }));
    writeFileSync(join(root, '.llrt-migrate/journal/990101-000000.applied.json'), '{}');
    const failure = failureOf(() => undo(root));
    expect(failure.code).toBe('journal-invalid');
    expect(failure.message).toContain('990101-000000.applied.json');
  });
});

describe('withLock', () => {
  it('refuses while a living process holds it, and takes over from a dead one', () => {
    const root = makeFolder({ 'a.js': 'a\n' });
    mkdirSync(join(root, '.llrt-migrate'));
    const lock = join(root, '.llrt-migrate/lock');
    const plan = planOf({ path: 'a.js', before: 'a\n', after: 'b\n' });
    writeFileSync(lock, `${process.ppid} ${hostname()}\n`);
    expect(failureOf(() => applyPlan(root, plan)).code).toBe('locked');
    writeFileSync(lock, `1 some-other-machine\n`);
    expect(failureOf(() => applyPlan(root, plan)).message).toContain('some-other-machine');
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    writeFileSync(lock, `${dead} ${hostname()}\n`);
    expect(applyPlan(root, plan).files).toEqual(['a.js']);
    expect(existsSync(lock)).toBe(false);
  });

  it.skipIf(process.platform !== 'linux')('takes over from a zombie', async () => {
    const root = makeFolder({});
    // The shell becomes a program that never asks for the end of its child.
    const parent = spawn('bash', ['-c', 'sleep 0 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const pid = await new Promise<number>((resolve) =>
        parent.stdout.once('data', (data) => resolve(Number(String(data)))),
      );
      await vi.waitFor(() => expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z '));
      writeFileSync(join(root, 'lock'), `${pid} ${hostname()}\n`);
      expect(withLock(root, () => 1)).toBe(1);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('is released when the action fails', () => {
    const root = makeFolder({});
    const fail = (): never => {
      throw new Error('inside');
    };
    expect(() => withLock(root, fail)).toThrow('inside');
    expect(withLock(root, () => 1)).toBe(1);
  });
});
