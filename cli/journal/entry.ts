import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { Failure } from '../../transforms/engine/failure.js';
import { removeFile, removeLeftover, renameFile, replaceFile } from './durable.js';
import { hasState, journalFolder } from './state-folder.js';
import { isPlainPath } from './target.js';

const ContentSchema = v.nullable(v.object({ hash: v.string(), text: v.string() }));
const FileSchema = v.object({
  path: v.string(),
  /** Permission bits before, null when the file did not exist. */
  mode: v.nullable(v.number()),
  before: ContentSchema,
  after: ContentSchema,
});
const EntrySchema = v.object({
  schemaVersion: v.literal(1),
  id: v.string(),
  /** When the apply began, ISO 8601. */
  time: v.string(),
  routes: v.array(v.string()),
  files: v.array(FileSchema),
  /** Folders that did not exist before, outermost first. */
  createdFolders: v.array(v.pipe(v.string(), v.check(isPlainPath, 'no path in the workspace'))),
});

/** One file of an apply, with both of its contents. */
export type JournalFile = v.InferOutput<typeof FileSchema>;
/** Everything that finishing an apply or taking it back needs. */
export type JournalEntry = v.InferOutput<typeof EntrySchema>;
/** How far an apply or an undo is; the last part of the name of its journal file. */
export type JournalState = 'applying' | 'applied' | 'undoing';
/** A journal entry and its state. */
export interface JournalRecord {
  readonly state: JournalState;
  readonly entry: JournalEntry;
}

/**
 * All journal entries, oldest first.
 *
 * @throws Failure `journal-invalid` for an entry that cannot be read, `state-refused`
 */
export function readJournal(root: string): readonly JournalRecord[] {
  const folder = journalFolder(root);
  if (!hasState(root) || !existsSync(folder)) return [];
  return listJournal(folder)
    .toSorted()
    .flatMap((name) => {
      const state = stateOf(name);
      return state ? [{ state, entry: readEntry(join(folder, name)) }] : [];
    });
}

/** Writes a new entry in the state `applying`, on the disk before this returns. */
export function beginEntry(root: string, entry: JournalEntry): void {
  const path = pathOf(root, entry.id, 'applying');
  replaceFile(path, `${JSON.stringify(entry, null, 1)}\n`, `${path}.tmp`);
}

/** Moves an entry to another state in one step. */
export function moveEntry(root: string, id: string, from: JournalState, to: JournalState): void {
  renameFile(pathOf(root, id, from), pathOf(root, id, to));
}

/** Forgets an entry that was taken back. */
export function dropEntry(root: string, id: string, state: JournalState): void {
  removeFile(pathOf(root, id, state));
}

/** Removes what a killed process left half-written in the journal folder. */
export function sweepJournal(root: string): void {
  const folder = journalFolder(root);
  for (const name of readdirSync(folder))
    if (name.endsWith('.tmp')) removeLeftover(join(folder, name));
}

/** Absolute path of the half-written text of a file of an entry. */
export function temporaryPath(root: string, path: string, id: string): string {
  const absolute = join(root, path);
  const name = absolute.slice(dirname(absolute).length + 1);
  return join(dirname(absolute), `.${name}.${id}.llrt-migrate-tmp`);
}

/** Absolute path of the journal file of an entry. */
export function pathOf(root: string, id: string, state: JournalState): string {
  return join(journalFolder(root), `${id}.${state}.json`);
}

function stateOf(name: string): JournalState | undefined {
  const state = /\.(applying|applied|undoing)\.json$/.exec(name)?.[1];
  return state === 'applying' || state === 'applied' || state === 'undoing' ? state : undefined;
}

function listJournal(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    throw unreadable(folder, error, 'Make the folder readable');
  }
}

function unreadable(path: string, error: unknown, remedy: string): Failure {
  const reason = error instanceof Error ? error.message : String(error);
  return new Failure(
    'journal-invalid',
    `${path} cannot be read (${reason}), so what an earlier apply did is unknown. ${remedy}, or delete it to keep the sources as they are.`,
  );
}

function readEntry(path: string): JournalEntry {
  try {
    return v.parse(EntrySchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw unreadable(path, error, 'Restore the file');
  }
}
