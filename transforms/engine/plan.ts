import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding.js';
import { formatPatch } from './patch.js';
import {
  hasFailed,
  isFailure,
  runApart,
  runInOrder,
  type PackageResult,
  type TransformResult,
} from './run-transforms.js';
import {
  checkSelection,
  makeSelection,
  selectPackages,
  selectTransforms,
  type Request,
} from './selection.js';
import { encodeText, hashOf } from './text-file.js';
import type { Selection, Transform } from './transform.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** One file of a plan. */
export interface PlanFile {
  /** Relative to the workspace root, forward slashes. */
  readonly path: string;
  /** SHA-256 of the bytes the patch fits, null when the file does not exist. */
  readonly beforeHash: string | null;
  /** SHA-256 of the bytes the patch makes, null when it deletes the file. */
  readonly afterHash: string | null;
  /** Unified diff of this file alone, as `git apply` takes it. */
  readonly patch: string;
}

/** A package in the scope of a plan. */
export interface PlanPackage {
  readonly name: string;
  /** Relative to the workspace root, `''` for the root package. */
  readonly dir: string;
  /** Routes of this package that the plan migrates. */
  readonly routes: readonly string[];
}

/** Everything a call would change, and why the rest stays. A plain JSON value. */
export interface Plan {
  readonly schemaVersion: 1;
  readonly packages: readonly PlanPackage[];
  /** Ids of the routes that the plan migrates. */
  readonly routes: readonly string[];
  /** Sorted by path. */
  readonly files: readonly PlanFile[];
  /** About what was asked for; those of severity `error` stop a part of it. */
  readonly findings: readonly Finding[];
}

/**
 * Plans a migration. Writes nothing, runs no code of the workspace, opens no connection.
 * Files that the project's Prettier would leave alone before are so after.
 *
 * @param transforms those available; the request chooses among them
 * @throws Failure for a transform, package, route or file pattern that selects nothing
 */
export async function createPlan(
  workspace: Workspace,
  request: Request,
  transforms: readonly Transform[],
): Promise<Plan> {
  const chosen = selectTransforms(request, transforms);
  const packages = selectPackages(workspace, request);
  workspace.texts.announce(chosen.flatMap((transform) => transform.needles));
  const selection = selectionOf(workspace, request, packages, chosen);
  const results = runInOrder(workspace, packages, chosen, selection);
  const found = results.flatMap((result) => result.results);
  if (!hasFailed(found))
    checkSelection(
      request,
      workspace,
      routeIds(found),
      packages.flatMap((pkg) => pkg.files),
    );
  // Loaded here: a status needs this module and formats nothing.
  const { formatResults } = await import('./format.js');
  const formatted = await formatResults(workspace, results);
  const files = formatted.results
    .flatMap((result) => planFiles(workspace, result))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const planned = results.map(({ pkg, results: outcomes }) => ({
    name: pkg.name,
    dir: pkg.dir,
    routes: outcomes.flatMap(({ outcome }) => outcome.migrates),
  }));
  return {
    schemaVersion: 1,
    packages: planned,
    routes: [...new Set(planned.flatMap((pkg) => pkg.routes))],
    files,
    findings: [
      ...workspace.findings,
      ...unreadable(workspace, packages),
      ...results.flatMap(({ results: outcomes }) => relevantFindings(outcomes, selection)),
      ...formatted.findings,
    ],
  };
}

/** Whether part of what was asked for cannot be done. */
export function isBlocked(plan: Plan): boolean {
  return plan.findings.some((finding) => finding.severity === 'error');
}

/** How many routes a plan migrates; an id counts once for each package that has it. */
export function countPlannedRoutes(plan: Plan): number {
  return plan.packages.reduce((sum, pkg) => sum + pkg.routes.length, 0);
}

/** Findings about files of these packages that could not be read. */
export function unreadable(
  workspace: Workspace,
  packages: readonly WorkspacePackage[],
): readonly Finding[] {
  const files = new Set(packages.flatMap((pkg) => pkg.files));
  return workspace.texts.findings((path) => files.has(path));
}

/**
 * The selection of a request. Only a `*` in a route pattern makes a first run of the
 * transforms necessary: whether it is a wildcard or a character of a route depends on the routes.
 */
export function selectionOf(
  workspace: Workspace,
  request: Request,
  packages: readonly WorkspacePackage[],
  transforms: readonly Transform[],
): Selection {
  if (!(request.routes ?? []).some((pattern) => pattern.includes('*')))
    return makeSelection(request, workspace, []);
  const everything = makeSelection({}, workspace, []);
  const results = packages.flatMap((pkg) => runApart(workspace, pkg, transforms, everything));
  return makeSelection(request, workspace, routeIds(results));
}

/** Ids of all routes that transforms found. */
export function routeIds(results: readonly TransformResult[]): readonly string[] {
  return results.flatMap(({ outcome }) => outcome.routes.map((route) => route.id));
}

/**
 * Findings of the selected routes and of no route at all, each once. When routes were named
 * and all of them can be migrated, errors elsewhere stop nothing that was asked for.
 */
export function relevantFindings(
  results: readonly TransformResult[],
  selection: Selection,
): readonly Finding[] {
  const found = new Map<string, Finding>();
  const others = new Set<string>();
  const routes = results.flatMap(({ outcome }) => outcome.routes);
  for (const route of routes) {
    for (const finding of route.findings) {
      if (selection.route(route.id)) found.set(keyOf(finding), finding);
      else others.add(keyOf(finding));
    }
  }
  const migrates = new Set(results.flatMap(({ outcome }) => outcome.migrates));
  const left = routes.some(
    ({ id, state }) => selection.route(id) && state !== 'migrated' && !migrates.has(id),
  );
  for (const { outcome } of results) {
    // A transform without routes of its own tells of nothing but what was selected.
    const tellsOfAll = selection.byRoute && !left && outcome.routes.length > 0;
    for (const finding of outcome.findings) {
      const isError = finding.severity === 'error' && !isFailure(finding);
      if (!others.has(keyOf(finding)) && !(tellsOfAll && isError))
        found.set(keyOf(finding), finding);
    }
  }
  return [...found.values()];
}

function keyOf(finding: Finding): string {
  return JSON.stringify([
    finding.code,
    finding.file,
    finding.line,
    finding.column,
    finding.message,
  ]);
}

function planFiles(workspace: Workspace, result: PackageResult): PlanFile[] {
  return [...result.writes].flatMap(([path, text]) => {
    const old = workspace.texts.read(path);
    const before = old ? encodeText(old) : null;
    const after = text === null ? null : encodeText({ text, bom: old?.bom ?? false });
    if (before === after) return [];
    const executable = after === null && isExecutable(join(workspace.root, path));
    return [
      {
        path,
        beforeHash: before === null ? null : hashOf(before),
        afterHash: after === null ? null : hashOf(after),
        patch: formatPatch({ path, before, after, executable }),
      },
    ];
  });
}

function isExecutable(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (stats.mode & 0o111) !== 0;
}
