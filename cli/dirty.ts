import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../transforms/engine/failure.js';
import type { Plan } from '../transforms/engine/plan.js';
import { hashOf } from '../transforms/engine/text-file.js';
import { uncommitted } from './git.js';
import { readAppliedHashes } from './journal/history.js';

/**
 * Refuses a plan that would change files with uncommitted changes: they could not be told
 * from the migration afterwards. What an earlier apply left exactly so is no such change:
 * `undo` has it, and a migration goes on route by route without a commit for each.
 *
 * @throws Failure `uncommitted-changes`
 */
export function refuseUncommitted(root: string, plan: Plan): void {
  const existing = plan.files.filter((file) => file.beforeHash !== null).map((file) => file.path);
  const applied = readAppliedHashes(root);
  const dirty = uncommitted(root, existing).filter((path) => !isOurs(root, path, applied));
  if (dirty.length === 0) return;
  throw new Failure(
    'uncommitted-changes',
    `${dirty.join(', ')} ${dirty.length === 1 ? 'has' : 'have'} uncommitted changes, which a migration would mix with its own. Nothing was written. Commit or stash them, or give --allow-dirty.`,
    dirty,
  );
}

function isOurs(root: string, path: string, applied: ReadonlyMap<string, string | null>): boolean {
  const hash = applied.get(path);
  const absolute = join(root, path);
  return hash !== undefined && existsSync(absolute) && hashOf(readFileSync(absolute)) === hash;
}
