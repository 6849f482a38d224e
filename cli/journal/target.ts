import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { isSkippedPath } from '../../transforms/engine/walk.js';

/** A file as it is now. */
export interface CurrentFile {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
}

/**
 * Reads a file that is going to be written, after making sure that it may be: inside the
 * workspace, no symbolic link on the way, nothing of git, of installed code or of ours.
 *
 * @param path relative to the workspace root, forward slashes
 * @returns undefined when there is no such file
 * @throws Failure `path-refused`
 */
export function readTarget(root: string, path: string): CurrentFile | undefined {
  const parts = path.split('/');
  const odd = parts.some((part) => part === '' || part === '.' || part === '..');
  if (odd || path.includes('\\') || path.includes('\0') || /^[A-Za-z]:/.test(path))
    throw refused(path, 'it is no plain path inside the workspace');
  if (isSkippedPath(path) || parts[0] === '.llrt-migrate')
    throw refused(path, 'it belongs to git, to installed code, to build output or to this tool');
  for (let depth = 1; depth < parts.length; depth += 1) {
    const folder = lstatSync(join(root, ...parts.slice(0, depth)), { throwIfNoEntry: false });
    if (!folder) return undefined;
    if (!folder.isDirectory()) throw refused(path, 'a part of it is a link or no folder');
  }
  const file = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (!file) return undefined;
  if (!file.isFile()) throw refused(path, 'it is a link or no ordinary file');
  return { bytes: readFileSync(join(root, path)), mode: file.mode & 0o7777 };
}

function refused(path: string, reason: string): Failure {
  return new Failure(
    'path-refused',
    `${path} is not written: ${reason}. Make the plan again with \`llrt-migrate diff --plan FILE\`.`,
    [path],
  );
}
