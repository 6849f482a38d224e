import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { makeFolder, removeLeftover, replaceFile } from './durable.js';

/** Name of the folder of the tool's own state, at the root of a workspace. */
export const STATE_FOLDER = '.llrt-migrate';

/** Absolute path of the folder of the tool's own state. */
export function stateFolder(root: string): string {
  return join(root, STATE_FOLDER);
}

/** Absolute path of the folder with one file for each apply. */
export function journalFolder(root: string): string {
  return join(stateFolder(root), 'journal');
}

/**
 * Whether the workspace has a state folder, after making sure that it is a folder of its own:
 * a link would bring the texts of all files somewhere else.
 *
 * @throws Failure `state-refused`
 */
export function hasState(root: string): boolean {
  if (!isRealFolder(stateFolder(root))) return false;
  isRealFolder(journalFolder(root));
  return true;
}

/**
 * Makes the state folder, which hides itself from git, and completes one that a killed
 * process left half-made.
 *
 * @throws Failure `state-refused`
 */
export function prepareStateFolder(root: string): void {
  hasState(root);
  const ignore = join(stateFolder(root), '.gitignore');
  makeFolder(journalFolder(root));
  const temporary = `${ignore}.tmp`;
  if (existsSync(temporary)) removeLeftover(temporary);
  if (!existsSync(ignore)) replaceFile(ignore, '*\n', temporary);
}

function isRealFolder(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return false;
  if (stats.isDirectory()) return true;
  const what = stats.isSymbolicLink() ? 'a symbolic link' : 'no folder';
  throw new Failure(
    'state-refused',
    `${path} is ${what}. What an apply changes is kept there, and it has to stay in the workspace, so nothing was read or written. Remove it (or put the folder itself in its place) and run the command again.`,
  );
}
