import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Failure } from '../transforms/engine/failure.js';

/** Paths per call of git: command lines have a limit. */
const CHUNK = 400;

/**
 * Which of the files have changes that git does not have: modified, staged or untracked, each
 * once. None outside a git repository. A file in a submodule, or in another
 * repository below the root, is asked for there: the outer one knows nothing of it.
 *
 * @param root absolute path of the workspace
 * @param paths existing files, relative to the root
 * @throws Failure `git-failed` when there is a repository and git does not answer
 */
export function uncommitted(root: string, paths: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const repository = innerRepository(root, path);
    groups.set(repository, [...(groups.get(repository) ?? []), path]);
  }
  return [...groups].flatMap(([dir, inside]) => {
    const from = dir === '' ? 0 : dir.length + 1;
    const dirty = uncommittedIn(
      join(root, dir),
      inside.map((path) => path.slice(from)),
    );
    return inside.filter((path) => dirty.has(path.slice(from)));
  });
}

/**
 * Where a folder is in the git repository around it: `''` at its top and outside of every
 * repository, else the way from the top, such as `services/api/`.
 */
export function placeInRepository(folder: string): string {
  for (let top = folder; ; top = dirname(top)) {
    if (existsSync(join(top, '.git')))
      return top === folder ? '' : `${relative(top, folder).split(sep).join('/')}/`;
    if (dirname(top) === top) return '';
  }
}

/** The nearest folder between a file and the root that is a repository of its own; else `''`. */
function innerRepository(root: string, path: string): string {
  for (let dir = dirname(path); dir !== '.'; dir = dirname(dir))
    if (existsSync(join(root, dir, '.git'))) return dir;
  return '';
}

function uncommittedIn(folder: string, paths: readonly string[]): ReadonlySet<string> {
  const prefix = git(folder, ['rev-parse', '--show-prefix']);
  const dirty = new Set<string>();
  if (prefix === undefined) return dirty;
  const base = prefix.replace(/\n$/, '');
  for (let start = 0; start < paths.length; start += CHUNK) {
    const chunk = paths.slice(start, start + CHUNK);
    const output = git(folder, [
      'status',
      '--porcelain=v1',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--',
      ...chunk,
    ]);
    for (const record of (output ?? '').split('\0'))
      if (record !== '') dirty.add(record.slice(3 + base.length));
  }
  return dirty;
}

/** Output of git; undefined outside a repository. */
function git(root: string, args: readonly string[]): string | undefined {
  // A repository can name programs that git starts to watch files: they are not ours to run.
  const safe = ['--literal-pathspecs', '-c', 'core.fsmonitor=false', ...args];
  const result = spawnSync('git', safe, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error && 'code' in result.error && result.error.code === 'ENOENT') {
    if (!isInRepository(root)) return undefined;
    throw unknown('the program git, which this repository needs, was not found');
  }
  if (result.status === 0) return result.stdout;
  if (/not a git repository/i.test(result.stderr)) return undefined;
  const reason = result.error?.message ?? result.stderr.trim();
  throw unknown(`git says: ${reason}`);
}

function isInRepository(folder: string): boolean {
  if (existsSync(join(folder, '.git'))) return true;
  return dirname(folder) !== folder && isInRepository(dirname(folder));
}

function unknown(reason: string): Failure {
  return new Failure(
    'git-failed',
    `Whether files have uncommitted changes is unknown, because ${reason}. Nothing was written. Put that right, or give --allow-dirty.`,
  );
}
