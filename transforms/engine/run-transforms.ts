import { join } from 'node:path/posix';
import { Failure } from './failure.js';
import type { Finding } from './finding.js';
import { engineFinding } from './findings.js';
import { editManifest } from './manifest-edit.js';
import { foldersOf, isInside, packageView, type Overlay } from './package-view.js';
import type { Selection, Transform, TransformOutcome } from './transform.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** What one transform found in one package. */
export interface TransformResult {
  readonly transform: Transform;
  readonly outcome: TransformOutcome;
}

/** What all transforms together do to one package. */
export interface PackageResult {
  readonly pkg: WorkspacePackage;
  readonly results: readonly TransformResult[];
  /** New text by path, null for a deleted file; package.json included. */
  readonly writes: ReadonlyMap<string, string | null>;
}

/**
 * Runs transforms on packages one after the other, each on the output of the ones before.
 * Those that read the whole workspace run last, when the others have run in every package.
 */
export function runInOrder(
  workspace: Workspace,
  packages: readonly WorkspacePackage[],
  transforms: readonly Transform[],
  selection: Selection,
): PackageResult[] {
  const first = transforms.filter((transform) => transform.readsWorkspace !== true);
  const last = transforms.filter((transform) => transform.readsWorkspace === true);
  const begun = packages.map((pkg) =>
    runOnPackage(workspace, { pkg, results: [], writes: new Map() }, first, selection, new Map()),
  );
  if (last.length === 0) return begun;
  const written = new Map(begun.flatMap(({ writes }) => [...writes]));
  return begun.map((result) => runOnPackage(workspace, result, last, selection, written));
}

function runOnPackage(
  workspace: Workspace,
  { pkg, results: earlier, writes }: PackageResult,
  transforms: readonly Transform[],
  selection: Selection,
  written: Overlay,
): PackageResult {
  const overlay = new Map(writes);
  const results = [...earlier];
  for (const transform of transforms) {
    const outcome = runOne(workspace, pkg, transform, selection, overlay, written);
    if (!outcome) continue;
    results.push({ transform, outcome });
    mergeWrites(workspace, pkg, outcome, overlay, transform.id);
  }
  return { pkg, results, writes: overlay };
}

/** Runs every transform on the package as it is on disk, which is what `status` reports on. */
export function runApart(
  workspace: Workspace,
  pkg: WorkspacePackage,
  transforms: readonly Transform[],
  selection: Selection,
): readonly TransformResult[] {
  return transforms.flatMap((transform) => {
    const survey = { ...selection, survey: true };
    const outcome = runOne(workspace, pkg, transform, survey, new Map(), new Map());
    return outcome ? [{ transform, outcome }] : [];
  });
}

function runOne(
  workspace: Workspace,
  pkg: WorkspacePackage,
  transform: Transform,
  selection: Selection,
  overlay: Overlay,
  written: Overlay,
): TransformOutcome | undefined {
  const view = packageView(workspace, pkg, overlay, transform.needles, written);
  const folders = foldersOf(
    pkg.dir,
    workspace.packages.map(({ dir }) => dir),
  );
  const hasOther = (transform.otherFiles ?? []).some((name) =>
    folders.some((folder) => view.workspace?.read(join(folder, name)) !== undefined),
  );
  if (view.candidates.length === 0 && !hasOther) return undefined;
  try {
    return transform.run(view, selection);
  } catch (error) {
    if (error instanceof Failure) throw error;
    return failedOutcome(pkg, transform, error instanceof Error ? error.message : String(error));
  }
}

/** A defect met in one package stops neither the survey nor the migration of the others. */
function failedOutcome(
  pkg: WorkspacePackage,
  transform: Transform,
  reason: string,
): TransformOutcome {
  const place = { file: join(pkg.dir, 'package.json'), line: 1, column: 1 };
  return {
    routes: [],
    migrates: [],
    sites: { pending: 0, migrated: 0, blocked: 0 },
    writes: new Map(),
    manifest: { add: {}, remove: [] },
    findings: [engineFinding('transform-failed', { ...place, transform: transform.id, reason })],
  };
}

/** Whether a transform failed somewhere: what it would have found there is unknown. */
export function hasFailed(results: readonly TransformResult[]): boolean {
  return results.some(({ outcome }) => outcome.findings.some(isFailure));
}

/** Whether a finding says that a transform failed. */
export function isFailure({ code }: Finding): boolean {
  return code === 'transform-failed';
}

function mergeWrites(
  workspace: Workspace,
  pkg: WorkspacePackage,
  outcome: TransformOutcome,
  overlay: Map<string, string | null>,
  id: string,
): void {
  for (const [path, text] of outcome.writes) {
    // A transform that reaches outside its package is a defect; nothing of it may get into a plan.
    if (!isInside(pkg.dir, path))
      throw new Error(`Transform ${id} wrote ${path}, outside the package ${pkg.dir}.`);
    overlay.set(path, text);
  }
  const { add, remove, set = [] } = outcome.manifest;
  if (Object.keys(add).length === 0 && remove.length === 0 && set.length === 0) return;
  const path = pkg.dir === '' ? 'package.json' : `${pkg.dir}/package.json`;
  const text = overlay.get(path) ?? workspace.texts.read(path)?.text;
  if (text === undefined) throw new Error(`${path} vanished while the plan was made.`);
  overlay.set(path, editManifest(text, outcome.manifest));
}
