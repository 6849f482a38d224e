import { Failure } from '../../transforms/engine/failure.js';
import {
  dropEntry,
  moveEntry,
  pathOf,
  readJournal,
  sweepJournal,
  type JournalRecord,
} from './entry.js';
import { withLock } from './lock.js';
import { stateFolder } from './state-folder.js';
import { foreignFiles, writeContents } from './write.js';
import { explainWrites } from './write-error.js';

/** An apply or undo that did not come to its end. */
export interface Unfinished {
  readonly id: string;
  readonly state: 'applying' | 'undoing';
}

/** Applies and undos that were interrupted. Reads only. */
export function readUnfinished(root: string): readonly Unfinished[] {
  return readJournal(root).flatMap(({ entry, state }) =>
    state === 'applied' ? [] : [{ id: entry.id, state }],
  );
}

/**
 * Finishes what was interrupted in a workspace, if anything was.
 *
 * @param root absolute path of the workspace
 * @returns what was finished
 * @throws Failure `edited-since`, `locked`, `state-refused`, `write-failed`
 */
export function recoverWorkspace(root: string): readonly Unfinished[] {
  if (readUnfinished(root).length === 0) return [];
  return explainWrites(root, () => withLock(stateFolder(root), () => finishUnfinished(root)));
}

/**
 * Finishes what was interrupted: the journal has the new texts, so an apply goes forward,
 * and an undo goes on backward. The caller holds the lock.
 *
 * @returns what was finished
 * @throws Failure `edited-since` when a file has neither its old nor its new text
 */
export function finishUnfinished(root: string): readonly Unfinished[] {
  sweepJournal(root);
  const finished: Unfinished[] = [];
  for (const record of readJournal(root)) {
    const { entry, state } = record;
    if (state === 'applied') continue;
    checkUntouched(root, record);
    if (state === 'applying') {
      writeContents(root, entry, 'after');
      moveEntry(root, entry.id, 'applying', 'applied');
    } else {
      writeContents(root, entry, 'before');
      dropEntry(root, entry.id, 'undoing');
    }
    finished.push({ id: entry.id, state });
  }
  return finished;
}

/**
 * Makes sure that an interrupted entry can be finished without losing anyone's work.
 *
 * @throws Failure `edited-since`
 */
export function checkUntouched(root: string, { entry, state }: JournalRecord): void {
  const foreign = foreignFiles(root, entry, ['before', 'after']);
  if (foreign.length === 0) return;
  throw new Failure(
    'edited-since',
    `${state === 'undoing' ? 'Undo' : 'Apply'} ${entry.id} was interrupted, and ${foreign.join(', ')} ${foreign.length === 1 ? 'was' : 'were'} edited since, so it cannot be finished without losing that edit. Put the file back (for example with git), or delete ${pathOf(root, entry.id, state)} to keep everything as it is now.`,
    foreign,
  );
}
