import { Failure } from '../../transforms/engine/failure.js';
import { didYouMean } from '../../transforms/engine/near.js';
import { dropEntry, moveEntry, readJournal, sweepJournal, type JournalRecord } from './entry.js';
import { withLock } from './lock.js';
import { checkUntouched } from './recover.js';
import { hasState, prepareStateFolder, stateFolder } from './state-folder.js';
import { foreignFiles, writeContents } from './write.js';
import { explainWrites } from './write-error.js';

/** What an undo did. */
export interface UndoneApply {
  /** The apply that was taken back. */
  readonly id: string;
  /** Restored or deleted, relative to the workspace root. */
  readonly files: readonly string[];
}

/**
 * Takes back an apply byte for byte: texts, permissions, created files and folders. An
 * interrupted apply counts as the last one; an interrupted undo is finished.
 *
 * @param root absolute path of the workspace
 * @param id the apply to take back; default: the last one
 * @throws Failure `nothing-to-undo`, `unknown-apply`, `edited-since`, `locked`, `state-refused`:
 *   nothing is written then; `write-failed`: the message says whether something was
 */
export function undo(root: string, id?: string): UndoneApply {
  if (!hasState(root)) throw nothingToUndo(root);
  return explainWrites(root, () => {
    prepareStateFolder(root);
    return withLock(stateFolder(root), () => undoLocked(root, id));
  });
}

function undoLocked(root: string, id: string | undefined): UndoneApply {
  sweepJournal(root);
  const record = chooseRecord(root, readJournal(root), id);
  const { entry, state } = record;
  if (state === 'applied') checkUnedited(root, record);
  else checkUntouched(root, record);
  if (state !== 'undoing') moveEntry(root, entry.id, state, 'undoing');
  writeContents(root, entry, 'before');
  dropEntry(root, entry.id, 'undoing');
  return { id: entry.id, files: entry.files.map((file) => file.path) };
}

function chooseRecord(
  root: string,
  records: readonly JournalRecord[],
  id: string | undefined,
): JournalRecord {
  const unfinished = records.find((record) => record.state !== 'applied');
  if (unfinished && id !== undefined && unfinished.entry.id !== id)
    throw new Failure(
      'unfinished',
      `${unfinished.entry.id} was interrupted and comes first. Run \`llrt-migrate undo ${unfinished.entry.id}\` to take it back.`,
    );
  const ids = records.map((record) => record.entry.id);
  const chosen =
    unfinished ??
    (id === undefined ? records.at(-1) : records.find(({ entry }) => entry.id === id));
  if (chosen) return chosen;
  if (records.length === 0 || id === undefined) throw nothingToUndo(root);
  throw new Failure(
    'unknown-apply',
    `There is no apply ${id} to take back.${didYouMean(id, ids)} There are: ${ids.join(', ')}.`,
  );
}

function checkUnedited(root: string, { entry }: JournalRecord): void {
  const foreign = foreignFiles(root, entry, ['after']);
  if (foreign.length === 0) return;
  const later = readJournal(root)
    .filter((record) => record.entry.id > entry.id)
    .filter((record) => record.entry.files.some((file) => foreign.includes(file.path)))
    .map((record) => record.entry.id);
  const why =
    later.length > 0
      ? `changed again by the later apply ${later.join(', ')}; undo that first`
      : 'edited since; put back what the apply wrote, or change the file by hand';
  throw new Failure(
    'edited-since',
    `Apply ${entry.id} is not taken back: ${foreign.join(', ')} ${foreign.length === 1 ? 'was' : 'were'} ${why}. Nothing was written.`,
    foreign,
  );
}

function nothingToUndo(root: string): Failure {
  return new Failure(
    'nothing-to-undo',
    `There is no apply to take back in ${root}: either none was made, or all were taken back.`,
  );
}
