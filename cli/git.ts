import { spawnSync } from 'node:child_process';
import { Failure } from '../transforms/engine/failure.js';

/** Paths per call of git: command lines have a limit. */
const CHUNK = 400;

/**
 * Which of the files have changes that git does not have: modified, staged or untracked.
 * None outside a git repository or without git.
 *
 * @param root absolute path of the workspace
 * @param paths existing files, relative to the root
 * @throws Failure `git-failed` when git is there and does not answer
 */
export function uncommitted(root: string, paths: readonly string[]): readonly string[] {
  const prefix = git(root, ['rev-parse', '--show-prefix']);
  if (prefix === undefined) return [];
  const dirty: string[] = [];
  for (let start = 0; start < paths.length; start += CHUNK) {
    const chunk = paths.slice(start, start + CHUNK);
    const output = git(root, [
      'status',
      '--porcelain=v1',
      '-z',
      '--no-renames',
      '--untracked-files=all',
      '--',
      ...chunk,
    ]);
    const base = prefix.replace(/\n$/, '');
    for (const record of (output ?? '').split('\0'))
      if (record !== '') dirty.push(record.slice(3 + base.length));
  }
  return dirty.filter((path) => paths.includes(path));
}

/** Output of git; undefined outside a repository or where git is not installed. */
function git(root: string, args: readonly string[]): string | undefined {
  // A repository can name programs that git starts to watch files: they are not ours to run.
  const safe = ['--literal-pathspecs', '-c', 'core.fsmonitor=false', ...args];
  const result = spawnSync('git', safe, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C' },
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error && 'code' in result.error && result.error.code === 'ENOENT') return undefined;
  if (result.status === 0) return result.stdout;
  if (/not a git repository/i.test(result.stderr)) return undefined;
  const reason = result.error?.message ?? result.stderr.trim();
  throw new Failure(
    'git-failed',
    `Whether files have uncommitted changes is unknown, because git says: ${reason}. Put that right, or give --allow-dirty.`,
  );
}
