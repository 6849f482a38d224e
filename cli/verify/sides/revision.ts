import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { Failure } from '../../../transforms/engine/failure.js';

/** Files of the workspace that git knows, relative to the root, forward slashes. */
export function trackedFiles(root: string): ReadonlySet<string> {
  return new Set(git(root, ['ls-files', '-z', '--', '.']).split('\0').filter(Boolean));
}

/**
 * Writes the files of the workspace as a git revision has them. Neither the repository
 * nor its index nor the working tree is touched.
 *
 * @param root absolute path of the workspace, anywhere in a repository
 * @param revision for example `HEAD~3`, `main`, a commit id
 * @param copy absolute path of an existing folder
 * @throws Failure `base-unknown` when git does not know the revision
 */
export function checkoutRevision(root: string, revision: string, copy: string): void {
  const top = git(root, ['rev-parse', '--show-toplevel']).trim();
  const prefix = git(root, ['rev-parse', '--show-prefix']).trim();
  const verified = tryGit(root, ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`]);
  if (verified === undefined) {
    throw new Failure(
      'base-unknown',
      `--base ${revision}: git knows no such commit in ${top}, so there is nothing to compare with. Give a branch, a tag or a commit.`,
    );
  }
  const folder = mkdtempSync(join(tmpdir(), 'llrt-migrate-index-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  try {
    const tree = `${verified.trim()}:${prefix}`;
    git(top, ['read-tree', tree], env);
    git(top, ['checkout-index', '--all', '--force', `--prefix=${copy}${sep}`], env);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function git(cwd: string, args: readonly string[], env: Record<string, string> = {}): string {
  const output = tryGit(cwd, args, env);
  if (output !== undefined) return output;
  throw new Failure(
    'base-unavailable',
    `git ${args[0]} failed in ${cwd}, so the code before cannot be read from git. Run it inside a git repository that has the revision, or leave --base out.`,
  );
}

function tryGit(
  cwd: string,
  args: readonly string[],
  env: Record<string, string> = {},
): string | undefined {
  const safe = ['-c', 'core.fsmonitor=false', ...args];
  const result = spawnSync('git', safe, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', LC_ALL: 'C', ...env },
    maxBuffer: 256 * 1024 * 1024,
  });
  return result.status === 0 ? result.stdout : undefined;
}
