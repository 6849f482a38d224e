import { lstatSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { quotePath } from '../../transforms/engine/patch.js';
import { isSkippedPath } from '../../transforms/engine/walk.js';
import { STATE_FOLDER } from './state-folder.js';

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
  if (!isPlainPath(path)) throw refused(path, 'it is no plain path inside the workspace');
  const parts = path.split('/');
  if (isSkippedPath(path) || parts.some(isReserved))
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

/** Whether a path is relative and goes nowhere but down. */
export function isPlainPath(path: string): boolean {
  const odd = path.split('/').some((part) => part === '' || part === '.' || part === '..');
  // Where a backslash does not part folders it is a character like any other.
  const backslash = sep === '\\' && path.includes('\\');
  return !odd && !backslash && !path.includes('\0') && !/^[A-Za-z]:/.test(path);
}

/**
 * Whether some file system takes a name for the folder of git or of this tool: capitals, a
 * dot or space at the end, a stream, the short name of old Windows, characters that macOS
 * does not see.
 */
function isReserved(part: string): boolean {
  const seen = part.replaceAll(/[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g, '');
  const name = (seen.split(':')[0] ?? '').replace(/[. ]+$/, '').toLowerCase();
  return name === '.git' || name === 'git~1' || name === STATE_FOLDER;
}

function refused(path: string, reason: string): Failure {
  return new Failure(
    'path-refused',
    `${path === '' ? '""' : quotePath(path)} is not written: ${reason}. Make the plan again with \`llrt-migrate diff --plan FILE\`.`,
    [path],
  );
}
