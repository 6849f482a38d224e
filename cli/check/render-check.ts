import type { Painter } from '../color.js';
import { renderFindings } from '../render/findings.js';
import { count } from '../text.js';
import type { CheckReport, PackageReadiness, RouteReadiness } from './check-report.js';

const STATE = {
  nothing: { text: 'ready', color: 'green' },
  migration: { text: 'after apply', color: 'yellow' },
  changes: { text: 'not ready', color: 'red' },
} as const;

/**
 * A report as lines for people.
 *
 * @param all also what is only good to know
 */
export function renderCheck(report: CheckReport, paint: Painter, all: boolean): string[] {
  const shown = report.findings.filter(({ severity }) => all || severity !== 'info');
  const packages = report.packages.filter(({ entries }) => entries.length > 0);
  const lines = packages.flatMap((pkg) => [...renderPackage(pkg, paint), '']);
  if (shown.length > 0) lines.push(...renderFindings(shown, paint), '');
  return [...lines, verdict(report, paint, report.findings.length - shown.length)];
}

function renderPackage({ name, dir, entries, routes }: PackageReadiness, paint: Painter): string[] {
  const place = dir === '' || dir === name ? '' : `  ${paint.dim(dir)}`;
  const width = Math.max(0, ...routes.map(({ id }) => id.length));
  return [
    `${paint.bold(name)}${place}`,
    ...entries.map((entry) => `  entry ${paint.dim(entry)}`),
    ...routes.map((route) => renderRoute(route, width, paint)),
  ];
}

function renderRoute(
  { id, needs, blockedBy }: RouteReadiness,
  width: number,
  paint: Painter,
): string {
  const { text, color } = STATE[needs];
  const why = blockedBy.length === 0 ? '' : `  ${paint.dim(blockedBy.join(', '))}`;
  return `  ${paint[color](text.padEnd(11))}  ${id.padEnd(why === '' ? 0 : width)}${why}`;
}

function verdict(
  { ready, llrt, sdk, summary, transforms }: CheckReport,
  paint: Painter,
  hidden: number,
): string {
  const { errors, warnings, infos } = summary;
  const counts = `${count(errors, 'error')}, ${count(warnings, 'warning')}, ${infos} for information`;
  const more = hidden > 0 ? ' (--verbose shows all)' : '';
  const routes =
    summary.routes === 0 ? '' : ` ${summary.ready} of ${count(summary.routes, 'route')} ready.`;
  const answer = ready ? paint.green('Ready') : paint.red('Not ready');
  const part = transforms === undefined ? '' : `, as far as ${transforms.join(' and ')} goes`;
  return `${answer} for LLRT ${llrt} with the AWS SDK "${sdk}"${part}: ${counts}${more}.${routes}`;
}
