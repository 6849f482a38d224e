import type { Painter } from '../color.js';
import { count } from '../text.js';
import type { DifferentEvent, RouteReport, VerifyReport } from './report.js';

/** Events shown per route unless everything is asked for. */
const SHOWN = 5;

/**
 * The report for people: a line per route, below it the events that differ with both
 * sides, and a sum.
 *
 * @param all show every event that differs
 */
export function renderReport(report: VerifyReport, paint: Painter, all: boolean): string[] {
  const width = Math.max(0, ...report.routes.map((route) => route.id.length));
  return [
    ...report.routes.flatMap((route) => renderRoute(route, width, { paint, all })),
    '',
    summaryLine(report, paint),
  ];
}

interface Style {
  readonly paint: Painter;
  readonly all: boolean;
}

function renderRoute(route: RouteReport, width: number, { paint, all }: Style): string[] {
  const { id, same, hangs, different } = route;
  const counts = [
    paint.green(`${same} same`),
    ...(different.length > 0 ? [paint.red(`${different.length} different`)] : []),
    ...(hangs > 0 ? [paint.yellow(`${hangs} of them hang on both sides`)] : []),
  ];
  const first = different[0];
  if (first && isLoadFailure(first) && !all) {
    const sides = [first.before, first.after].map((view) => view.outcome === 'load-failed');
    const names = ['before', 'after'].filter((_, index) => sides[index]);
    const told = `  the code ${names.join(' and ')} could not be loaded`;
    return [`${paint.bold(id.padEnd(width))}  ${counts.join(', ')}`, told];
  }
  const shown = all ? different : different.slice(0, SHOWN);
  const rest = different.length - shown.length;
  return [
    `${paint.bold(id.padEnd(width))}  ${counts.join(', ')}`,
    ...shown.flatMap((event) => renderEvent(event, paint)),
    ...(rest > 0 ? [`  and ${count(rest, 'more event')} (--verbose or --json shows all)`] : []),
  ];
}

/** A module that does not load fails every event in the same way: told once, on stderr. */
function isLoadFailure({ before, after }: DifferentEvent): boolean {
  return before.outcome === 'load-failed' || after.outcome === 'load-failed';
}

function renderEvent({ event, fields }: DifferentEvent, paint: Painter): string[] {
  return [
    `  ${event}`,
    ...fields.flatMap(({ field, before, after }) => [
      `    ${paint.cyan(field)}`,
      `      before  ${indented(before)}`,
      `      after   ${indented(after)}`,
    ]),
  ];
}

function indented(text: string): string {
  return text.split('\n').join('\n              ');
}

function summaryLine({ summary }: VerifyReport, paint: Painter): string {
  const { events, routes, different, same, hangs, calls } = summary;
  const verdict =
    different === 0 ? paint.green('all same') : paint.red(`${same} same, ${different} different`);
  const extras = [
    ...(calls > 0 ? [`${count(calls, 'outgoing call')} compared`] : []),
    ...(hangs > 0 ? [`${count(hangs, 'event')} hang on both sides`] : []),
  ];
  return [`${count(events, 'event')} on ${count(routes, 'route')}: ${verdict}`, ...extras].join(
    '; ',
  );
}
