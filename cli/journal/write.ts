import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hashOf } from '../../transforms/engine/text-file.js';
import { makeFolder, removeFile, removeLeftover, replaceFile } from './durable.js';
import { temporaryPath, type JournalEntry, type JournalFile } from './entry.js';
import { readTarget } from './target.js';
import { namingFile } from './write-error.js';

/** Which of its two contents a file shall have. */
export type Side = 'before' | 'after';

/**
 * Gives every file of an entry the content of one side. Files that have it already are left
 * alone, so that an interrupted run can be repeated.
 */
export function writeContents(root: string, entry: JournalEntry, side: Side): void {
  for (const file of entry.files)
    namingFile(file.path, () => writeContent(root, entry.id, file, side));
  if (side === 'before') removeEmptyFolders(root, entry.createdFolders);
}

/** The files of an entry that have neither content: someone else wrote them since. */
export function foreignFiles(root: string, entry: JournalEntry, sides: readonly Side[]): string[] {
  return entry.files
    .filter((file) => {
      const current = hashNow(root, file.path);
      return !sides.some((side) => (file[side]?.hash ?? null) === current);
    })
    .map((file) => file.path);
}

function writeContent(root: string, id: string, file: JournalFile, side: Side): void {
  const absolute = join(root, file.path);
  const wanted = file[side];
  const temporary = temporaryPath(root, file.path, id);
  removeLeftover(temporary);
  const current = hashNow(root, file.path);
  if ((wanted?.hash ?? null) === current) return;
  if (wanted === null) {
    removeFile(absolute);
    return;
  }
  makeFolder(dirname(absolute));
  replaceFile(absolute, wanted.text, temporary, file.mode ?? undefined);
}

function hashNow(root: string, path: string): string | null {
  const current = readTarget(root, path);
  return current ? hashOf(current.bytes) : null;
}

/** Folders that the apply made go with it, unless something else is in them by now. */
function removeEmptyFolders(root: string, folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    const absolute = join(root, folder);
    if (existsSync(absolute) && readdirSync(absolute).length === 0) rmdirSync(absolute);
  }
}
