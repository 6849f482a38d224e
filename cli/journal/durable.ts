import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';

/** Who owns a file and what may be done with it. */
interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/**
 * Replaces a file in one step: whoever looks, and whatever dies, sees the old or the new
 * text. The new text is beside the file and on the disk before it takes its name.
 *
 * @param path absolute
 * @param text new content, written as UTF-8
 * @param temporary absolute path in the same folder
 * @param mode permission bits; default: those of the file, or the process's default for a new one
 */
export function replaceFile(path: string, text: string, temporary: string, mode?: number): void {
  const old = statSync(path, { throwIfNoEntry: false });
  removeLeftover(temporary);
  // Made new: what stands under that name could be a link to something else.
  const file = openSync(temporary, 'wx', 0o666);
  try {
    writeAll(file, Buffer.from(text, 'utf8'));
    keepOwnership(file, old, mode);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  syncFolder(dirname(path));
}

/** Removes a file so that it stays removed. */
export function removeFile(path: string): void {
  unlinkSync(path);
  syncFolder(dirname(path));
}

/** Renames a file within its folder so that the new name stays. */
export function renameFile(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Makes a folder and those above it. */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  mkdirSync(path, { recursive: true });
  syncFolder(dirname(path));
}

/** Removes a file that may be there or not. */
export function removeLeftover(path: string): void {
  rmSync(path, { force: true });
}

function writeAll(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length;)
    written += writeSync(file, bytes, written, bytes.length - written);
}

function keepOwnership(file: number, old: Ownership | undefined, mode: number | undefined): void {
  const bits = mode ?? (old && old.mode & 0o7777);
  // Only root can make a file that is not its own; for everyone else the owner is right already.
  if (old && process.getuid?.() === 0) fchownSync(file, old.uid, old.gid);
  if (bits !== undefined) fchmodSync(file, bits);
}

/** The name of a file lives in its folder: without this a rename may be lost with the power. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
