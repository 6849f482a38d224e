import type { Finding } from './finding.js';
import { routeIds, selectionOf, unreadable } from './plan.js';
import { hasFailed, runApart, type TransformResult } from './run-transforms.js';
import { checkSelection, selectPackages, selectTransforms, type Request } from './selection.js';
import type {
  Route,
  RouteState,
  Selection,
  SiteCounts,
  Transform,
  TransformId,
  TransformOutcome,
} from './transform.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** How far one transform is in one package, besides routes. */
export interface TransformStatus {
  readonly id: TransformId;
  readonly pending: number;
  readonly migrated: number;
  readonly blocked: number;
  /** Those that belong to no route. */
  readonly findings: readonly Finding[];
}

/** How far one package is. */
export interface PackageStatus {
  readonly name: string;
  /** Relative to the workspace root, `''` for the root package. */
  readonly dir: string;
  readonly routes: readonly Route[];
  readonly transforms: readonly TransformStatus[];
}

/** Counts of routes by state. */
export type RouteCounts = Readonly<Record<'routes' | RouteState, number>>;

/** What is migrated, what remains and what is blocked. A plain JSON value. */
export interface Status {
  readonly schemaVersion: 1;
  readonly summary: RouteCounts;
  readonly packages: readonly PackageStatus[];
  /** About the workspace itself. */
  readonly findings: readonly Finding[];
}

/**
 * Surveys a workspace without planning changes for it.
 *
 * @param transforms those available; the request chooses among them
 * @throws Failure for a transform, package, route or file pattern that selects nothing
 */
export function createStatus(
  workspace: Workspace,
  request: Request,
  transforms: readonly Transform[],
): Status {
  // Without --transform a status shows everything, also when it is narrowed to routes.
  const chosen = selectTransforms({ ...request, routes: [] }, transforms);
  const packages = selectPackages(workspace, request);
  workspace.texts.announce(chosen.flatMap((transform) => transform.needles));
  const selection = selectionOf(workspace, request, packages, chosen);
  const surveyed = packages.map((pkg) => ({
    pkg,
    results: runApart(workspace, pkg, chosen, selection),
  }));
  const found = surveyed.flatMap(({ results }) => results);
  if (!hasFailed(found))
    checkSelection(
      request,
      workspace,
      routeIds(found),
      packages.flatMap((pkg) => pkg.files),
    );
  const statuses = surveyed.map(({ pkg, results }) => packageStatus(pkg, results, selection));
  return {
    schemaVersion: 1,
    summary: countRoutes(statuses.flatMap((status) => status.routes)),
    packages: statuses,
    findings: [...workspace.findings, ...unreadable(workspace, packages)],
  };
}

/** Counts routes by state. */
export function countRoutes(routes: readonly Route[]): RouteCounts {
  const count = (state: RouteState): number =>
    routes.filter((route) => route.state === state).length;
  return {
    routes: routes.length,
    migrated: count('migrated'),
    pending: count('pending'),
    blocked: count('blocked'),
  };
}

function packageStatus(
  pkg: WorkspacePackage,
  results: readonly TransformResult[],
  selection: Selection,
): PackageStatus {
  const routes = results
    .flatMap(({ outcome }) => outcome.routes)
    .filter((route) => isSelected(route, selection))
    .map(({ id, state, file, line, findings }) => ({ id, state, file, line, findings }));
  return {
    name: pkg.name,
    dir: pkg.dir,
    routes,
    transforms: results.map(({ transform, outcome }) => {
      const ofRoutes = new Set(
        outcome.routes.flatMap((route) => route.findings.map((item) => JSON.stringify(item))),
      );
      return {
        id: transform.id,
        ...selectedSites(outcome, selection),
        findings: outcome.findings.filter((item) => !ofRoutes.has(JSON.stringify(item))),
      };
    }),
  };
}

/** Sites of a transform; where they are its routes, of those that were asked for. */
function selectedSites(outcome: TransformOutcome, selection: Selection): SiteCounts {
  const all = countRoutes(outcome.routes);
  const { pending, migrated, blocked } = outcome.sites;
  if (pending !== all.pending || migrated !== all.migrated || blocked !== all.blocked)
    return outcome.sites;
  const chosen = countRoutes(outcome.routes.filter((route) => isSelected(route, selection)));
  return { pending: chosen.pending, migrated: chosen.migrated, blocked: chosen.blocked };
}

function isSelected(route: Route, selection: Selection): boolean {
  return selection.route(route.id) && selection.file(route.file);
}
