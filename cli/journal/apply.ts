import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyPatch } from '../../transforms/engine/apply-patch.js';
import { Failure } from '../../transforms/engine/failure.js';
import { isPatchOf } from '../../transforms/engine/patch.js';
import type { Plan, PlanFile } from '../../transforms/engine/plan.js';
import { hashOf } from '../../transforms/engine/text-file.js';
import {
  beginEntry,
  moveEntry,
  readJournal,
  type JournalEntry,
  type JournalFile,
} from './entry.js';
import { withLock } from './lock.js';
import { finishUnfinished } from './recover.js';
import { prepareStateFolder, stateFolder } from './state-folder.js';
import { readTarget } from './target.js';
import { writeContents } from './write.js';
import { explainWrites } from './write-error.js';

/** What an apply did. */
export interface AppliedPlan {
  /** Names the apply for `undo`; null when the plan changes nothing. */
  readonly id: string | null;
  /** Written or deleted, relative to the workspace root. */
  readonly files: readonly string[];
}

/**
 * Writes a plan. Before the first file changes, the whole plan is known to fit and both
 * texts of each file are in the journal on the disk: a process killed at any instant leaves
 * each file old or new, and the next apply or undo finishes or takes back the rest.
 *
 * @param root absolute path of the workspace
 * @throws Failure `plan-stale`, `plan-invalid`, `path-refused`, `locked`, `state-refused`: nothing
 *   is written then; `write-failed`: the message says whether something was
 * @example applyPlan(workspace.root, await createPlan(workspace, {}, transforms))
 */
export function applyPlan(root: string, plan: Plan): AppliedPlan {
  if (plan.files.length === 0) return { id: null, files: [] };
  return explainWrites(root, () => {
    prepareStateFolder(root);
    return withLock(stateFolder(root), () => applyLocked(root, plan));
  });
}

function applyLocked(root: string, plan: Plan): AppliedPlan {
  finishUnfinished(root);
  const entry = makeEntry(root, plan);
  beginEntry(root, entry);
  writeContents(root, entry, 'after');
  moveEntry(root, entry.id, 'applying', 'applied');
  return { id: entry.id, files: entry.files.map((file) => file.path) };
}

/**
 * Makes sure that a plan can be written: that it names plain files of the workspace, each
 * once, that they are as they were when it was made, and that its patches fit. Reads only.
 *
 * @throws Failure `plan-stale`, `plan-invalid`, `path-refused`
 */
export function checkPlan(root: string, plan: Plan): void {
  makeFiles(root, plan);
}

function makeFiles(root: string, plan: Plan): JournalFile[] {
  const paths = plan.files.map((file) => file.path);
  const twice = plan.files.find((file, index) => paths.indexOf(file.path) !== index);
  if (twice) throw invalid(twice, 'the file is in it twice');
  const stale = plan.files.filter((file) => currentHash(root, file.path) !== file.beforeHash);
  if (stale.length > 0) {
    const paths = stale.map((file) => file.path);
    throw new Failure(
      'plan-stale',
      `The plan no longer fits: ${paths.join(', ')} changed since it was made. Nothing was written. Make the plan again.`,
      paths,
    );
  }
  return plan.files.map((file) => makeFile(root, file));
}

function makeEntry(root: string, plan: Plan): JournalEntry {
  const files = makeFiles(root, plan);
  const time = new Date();
  return {
    schemaVersion: 1,
    id: nextId(root, time),
    time: time.toISOString(),
    routes: [...plan.routes],
    files,
    createdFolders: missingFolders(root, plan.files),
  };
}

function currentHash(root: string, path: string): string | null {
  const current = readTarget(root, path);
  return current ? hashOf(current.bytes) : null;
}

function makeFile(root: string, file: PlanFile): JournalFile {
  const current = readTarget(root, file.path);
  const before = current ? current.bytes.toString('utf8') : null;
  if (!isPatchOf(file.patch, file.path)) throw invalid(file, 'its patch is about another file');
  const after = patched(file, before);
  const hash = after === null ? null : hashOf(after);
  if (hash !== file.afterHash)
    throw invalid(file, 'its patch does not make the text that the plan names');
  return {
    path: file.path,
    mode: current?.mode ?? null,
    before: before === null ? null : { hash: hashOf(before), text: before },
    after: after === null ? null : { hash: hashOf(after), text: after },
  };
}

function patched(file: PlanFile, before: string | null): string | null {
  try {
    return applyPatch(before, file.patch);
  } catch (error) {
    throw invalid(file, error instanceof Error ? error.message : String(error));
  }
}

function invalid(file: PlanFile, reason: string): Failure {
  return new Failure(
    'plan-invalid',
    `The plan is damaged at ${file.path}: ${reason}. Nothing was written. Make the plan again.`,
    [file.path],
  );
}

/** Time in UTC to the second, later than every id there is: short, readable, sorted by age. */
function nextId(root: string, time: Date): string {
  const last = readJournal(root).at(-1)?.entry.id ?? '';
  for (let milliseconds = time.getTime(); ; milliseconds += 1000) {
    const digits = new Date(milliseconds).toISOString().replace(/\D/g, '');
    const id = `${digits.slice(2, 8)}-${digits.slice(8, 14)}`;
    if (id > last) return id;
  }
}

function missingFolders(root: string, files: readonly PlanFile[]): string[] {
  const missing = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file.path); folder !== '.'; folder = dirname(folder))
      if (!existsSync(join(root, folder))) missing.add(folder);
  }
  return [...missing].toSorted((a, b) => a.length - b.length);
}
