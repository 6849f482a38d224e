import type { Finding } from '../../transforms/engine/finding.js';
import {
  countRoutes,
  type PackageStatus,
  type RouteCounts,
  type Status,
  type TransformStatus,
} from '../../transforms/engine/status.js';
import type { Route } from '../../transforms/engine/transform.js';
import type { Painter } from '../color.js';
import { count, wrap, wrapBlocks } from '../text.js';
import { renderFindings } from './findings.js';

const WIDTH = 80;
const BAR_CELLS = 20;
const STATE_COLOR = { migrated: 'green', pending: 'yellow', blocked: 'red' } as const;

/**
 * A status as lines for people, at most 80 columns where names allow.
 *
 * @param all also the findings of routes that are not blocked
 */
export function renderStatus(status: Status, paint: Painter, all: boolean): string[] {
  const shown = status.packages.filter((pkg) => pkg.routes.length > 0 || hasSites(pkg));
  const lines = shown.flatMap((pkg) => [...renderPackage(pkg, paint, all), '']);
  if (shown.length === 0)
    lines.push('Nothing to migrate: no lambda-api route was found in these packages.', '');
  lines.push(...renderFindings(status.findings, paint));
  if (status.findings.length > 0) lines.push('');
  if (shown.length > 1) lines.push(`All packages  ${progress(status.summary)}`, '');
  const next = hint(status.summary);
  return [...lines, ...(next ? [next] : [])];
}

function renderPackage(pkg: PackageStatus, paint: Painter, all: boolean): string[] {
  const counts = countRoutes(pkg.routes);
  const place = pkg.dir === '' || pkg.dir === pkg.name ? '' : `  ${paint.dim(pkg.dir)}`;
  const width = Math.max(0, ...pkg.routes.map((route) => route.id.length));
  return [
    `${paint.bold(pkg.name)}${place}`,
    ...(counts.routes > 0 ? [`  ${progress(counts)}`] : []),
    ...pkg.routes.flatMap((route) => renderRoute(route, Math.min(width, 36), paint, all)),
    ...pkg.transforms.flatMap((transform) => renderTransform(transform, counts, paint, all)),
  ];
}

/** `[##########----------]  5 of 10 routes on Hono, 4 pending, 1 blocked`. */
function progress(counts: RouteCounts): string {
  const share = counts.routes === 0 ? 0 : counts.migrated / counts.routes;
  const cells = Math.floor(share * BAR_CELLS);
  const bar = '#'.repeat(cells) + '-'.repeat(BAR_CELLS - cells);
  const rest = (['pending', 'blocked'] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `, ${counts[state]} ${state}`);
  return `[${bar}]  ${counts.migrated} of ${count(counts.routes, 'route')} on Hono${rest.join('')}`;
}

function renderRoute(route: Route, width: number, paint: Painter, all: boolean): string[] {
  const place = `${route.file}:${route.line}`;
  const state = paint[STATE_COLOR[route.state]](route.state.padEnd(8));
  const fits = 2 + 8 + 2 + Math.max(width, route.id.length) + 2 + place.length <= WIDTH;
  const lines = fits
    ? [`  ${state}  ${route.id.padEnd(width)}  ${paint.dim(place)}`]
    : [`  ${state}  ${route.id}`, `            ${paint.dim(place)}`];
  const reasons = route.state === 'blocked' || all ? route.findings : [];
  return [...lines, ...reasons.flatMap((finding) => renderReason(finding, route, paint))];
}

function renderReason(finding: Finding, route: Route, paint: Painter): string[] {
  const indent = ' '.repeat(12);
  const elsewhere = finding.file !== route.file || finding.line !== route.line;
  const place = elsewhere ? ` ${finding.file}:${finding.line}` : '';
  return [
    `${indent}${paint.dim(`${finding.code}${place}`)}`,
    ...wrap(finding.message, WIDTH, indent),
    ...wrapBlocks(finding.help, WIDTH, indent),
  ];
}

/** Sites of a transform, unless they are the routes that are listed already. */
function renderTransform(
  transform: TransformStatus,
  routes: RouteCounts,
  paint: Painter,
  all: boolean,
): string[] {
  const { id, pending, migrated, blocked } = transform;
  const listed =
    pending === routes.pending && migrated === routes.migrated && blocked === routes.blocked;
  const counted = pending + migrated + blocked > 0 && !listed;
  const counts = `${pending} pending, ${migrated} migrated, ${blocked} blocked`;
  const shown = transform.findings.filter((finding) => all || finding.severity !== 'info');
  return [...(counted ? [`  ${id}  ${counts}`] : []), ...renderFindings(shown, paint, '  ')];
}

function hasSites(pkg: PackageStatus): boolean {
  return pkg.transforms.some(
    ({ pending, migrated, blocked, findings }) =>
      pending + migrated + blocked > 0 || findings.length > 0,
  );
}

function hint(counts: RouteCounts): string | undefined {
  if (counts.pending > 0) return 'Next: llrt-migrate diff, then llrt-migrate apply';
  if (counts.blocked > 0) return 'Next: llrt-migrate explain CODE says what to do about a reason';
  return counts.routes > 0 ? 'Every route is on Hono.' : undefined;
}
