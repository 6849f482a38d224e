import { readJournal } from './entry.js';

/** Texts by path relative to the workspace root; null for a file that did not exist. */
export type FileTexts = ReadonlyMap<string, string | null>;

/**
 * What the files of the last apply were before it; empty when there was none.
 *
 * @param root absolute path of the workspace
 */
export function readBefore(root: string): FileTexts {
  const last = readJournal(root).at(-1);
  return new Map(last?.entry.files.map((file) => [file.path, file.before?.text ?? null]));
}

/** What the files of all applies that were not taken back were before the first of them. */
export function readBeforeAll(root: string): FileTexts {
  const texts = new Map<string, string | null>();
  for (const { entry } of readJournal(root)) {
    for (const file of entry.files)
      if (!texts.has(file.path)) texts.set(file.path, file.before?.text ?? null);
  }
  return texts;
}

/** SHA-256 of what the applies that were not taken back left, by path; null for a deleted file. */
export function readAppliedHashes(root: string): ReadonlyMap<string, string | null> {
  return new Map(
    readJournal(root).flatMap(({ entry }) =>
      entry.files.map((file) => [file.path, file.after?.hash ?? null] as const),
    ),
  );
}
