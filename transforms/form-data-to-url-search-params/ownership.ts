import type { SourceProgram } from '../engine/syntax/program.js';
import type { ts } from '../engine/syntax/typescript.js';
import type { PackageView, Selection } from '../engine/transform.js';
import { readApplication } from '../lambda-api-to-hono/application.js';
import { LEGACY_PACKAGE } from '../lambda-api-to-hono/graph/names.js';
import type { Assessment } from './assess.js';
import { fileOf } from './functions.js';
import type { Problem } from './problem.js';
import { reachOf, type Reach } from './reach.js';

/** Whether a form may be rewritten under a selection: `elsewhere` belongs to nothing that was selected. */
export type Ownership = 'owned' | 'elsewhere' | Problem;

/** Decides by the selected routes and files. */
export function ownershipOf(
  program: SourceProgram,
  assessment: Assessment,
  selection: Selection,
  idsOf: RouteIds,
): Ownership {
  const { site, flow, reach } = assessment;
  if (!selection.file(site.file)) return 'elsewhere';
  const outside = [...flow.typeNames].find((name) => !selection.file(fileOf(name)));
  if (outside) return shared('form-outside-selection', assessment, `\`${fileOf(outside)}\``);
  if (!selection.byRoute) return 'owned';
  const owners = ownersOf(reach, idsOf);
  if (!owners.ids.some((id) => selection.route(id))) return 'elsewhere';
  const all = [
    owners,
    ...[...flow.typeNames].map((name) => ownersOf(reachOf(program, name), idsOf)),
  ];
  const other = all.flatMap(({ ids }) => ids).find((id) => !selection.route(id));
  if (other !== undefined) return shared('form-shared', assessment, `\`${other}\``);
  return all.every(({ isComplete }) => isComplete)
    ? 'owned'
    : shared('form-shared', assessment, 'code that belongs to no single route');
}

/** Ids of the routes that a registration makes; none for middleware and for routes of other frameworks. */
export type RouteIds = (registration: ts.CallExpression) => readonly string[];

/** The routes of the package by their registrations, on lambda-api and on Hono. */
export function routeIds(pkg: PackageView): RouteIds {
  const candidates = pkg.files.filter((path) => (pkg.read(path) ?? '').includes(LEGACY_PACKAGE));
  const app = readApplication({ ...pkg, candidates });
  const ids = new Map(app?.routes.map((site) => [site.use.call, site.ids]));
  return (registration) => ids.get(registration) ?? [];
}

function ownersOf(
  reach: Reach,
  idsOf: RouteIds,
): { readonly ids: readonly string[]; readonly isComplete: boolean } {
  const lists = [...reach.registrations].map(idsOf);
  return {
    ids: lists.flat(),
    isComplete: reach.isComplete && lists.every((list) => list.length > 0),
  };
}

function shared(code: Problem['code'], { site }: Assessment, owner: string): Problem {
  return { code, file: site.file, node: site.call, details: { owner } };
}
