import { relative } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { readJournal, type JournalRecord } from './entry.js';

/** What the system says most often, in the words of other messages. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENAMETOOLONG: 'its name is too long',
};

/** A file that the system does not let be written. */
class WriteError extends Error {
  /** Relative to the workspace root. */
  readonly path: string;

  constructor(path: string, reason: NodeJS.ErrnoException) {
    super(reasonOf(reason), { cause: reason });
    this.path = path;
  }
}

/** Runs the writing of one file, and names that file when the system refuses. */
export function namingFile(path: string, action: () => void): void {
  try {
    action();
  } catch (error) {
    throw isSystemError(error) ? new WriteError(path, error) : error;
  }
}

/**
 * Runs what writes in a workspace, and says when the system refuses how far it came and what
 * puts it right.
 *
 * @throws Failure `write-failed`; every other error as it is
 */
export function explainWrites<T>(root: string, action: () => T): T {
  const before = idsOf(readJournal(root));
  try {
    return action();
  } catch (error) {
    const known = error instanceof WriteError;
    if (!known && !isSystemError(error)) throw error;
    const path = known ? error.path : placeOf(root, error);
    const found = `${path} cannot be written (${known ? error.message : reasonOf(error)})`;
    throw new Failure('write-failed', `${found}${outcome(before, readJournal(root))}`, [path]);
  }
}

/** How far it came, and what to do. */
function outcome(before: string, records: readonly JournalRecord[]): string {
  const unfinished = records.find(({ state }) => state !== 'applied');
  if (unfinished)
    return `, so ${stateOf(unfinished)}: some files have their new text and some their old one. ${remedyOf(unfinished)}`;
  if (idsOf(records) === before)
    return '. No source was changed. Put that right and run the command again.';
  // Only what comes after the last step can have failed: the sources are complete.
  return '. All sources were written before that, but a power failure could still undo it. Put that right, and see with `llrt-migrate status` that all is well.';
}

function idsOf(records: readonly JournalRecord[]): string {
  return records.map(({ entry }) => entry.id).join(' ');
}

function stateOf({ state, entry }: JournalRecord): string {
  return `${state === 'applying' ? 'apply' : 'the undo of'} ${entry.id} is half done`;
}

function remedyOf({ state, entry }: JournalRecord): string {
  return state === 'applying'
    ? `Put that right, then \`llrt-migrate apply\` finishes it, or \`llrt-migrate undo ${entry.id}\` takes it back.`
    : `Put that right, then \`llrt-migrate undo ${entry.id}\` finishes it.`;
}

function placeOf(root: string, error: NodeJS.ErrnoException): string {
  const path = error.path === undefined ? '' : relative(root, error.path);
  return path === '' ? root : path;
}

function reasonOf(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  return `${REASONS[code] ?? error.message}${code in REASONS ? `, ${code}` : ''}`;
}

/** An error of the operating system, which no defect of the product is needed for. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
