import type { Painter } from '../color.js';
import { count } from '../text.js';
import type { RuntimeReport } from './llrt/runtime.js';
import {
  isAnsweredNow,
  type DifferentEvent,
  type Note,
  type RouteReport,
  type VerifyReport,
} from './report.js';

/** Events shown per route unless everything is asked for. */
const SHOWN = 5;
/** Places shown of what LLRT lacks. */
const LACKING_SHOWN = 20;

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
    ...remarks(report),
    ...(report.runtime ? renderRuntime(report.runtime, { paint, all }) : []),
  ];
}

/** What the code asked for and LLRT lacks, a line each. */
function renderRuntime({ llrt, engine, lacking }: RuntimeReport, { paint, all }: Style): string[] {
  if (engine === 'binary') return [`The code after ran on LLRT itself.`];
  if (lacking.length === 0) return [`The code asked for nothing that LLRT ${llrt} lacks.`];
  const shown = all ? lacking : lacking.slice(0, LACKING_SHOWN);
  const rest = lacking.length - shown.length;
  return [
    `LLRT ${llrt} lacks, or does otherwise, what the code asked for:`,
    ...shown.map(
      ({ code, what, file, line }) => `  ${paint.yellow(what)}  ${file}:${line}  ${code}`,
    ),
    ...(rest > 0 ? [`  and ${count(rest, 'more place')} (--verbose or --json shows all)`] : []),
  ];
}

interface Style {
  readonly paint: Painter;
  readonly all: boolean;
}

function renderRoute(route: RouteReport, width: number, { paint, all }: Style): string[] {
  const { id, same, hangs, different, notes } = route;
  const answered = different.filter(isAnsweredNow).length;
  const counts = [
    paint.green(`${same} same`),
    ...(different.length > 0 ? [paint.red(`${different.length} different`)] : []),
    ...(answered > 0 ? [paint.yellow(`${answered} of them never answered before`)] : []),
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
    ...(all ? notes.flatMap(renderNote) : []),
  ];
}

/** A module that does not load fails every event in the same way: told once, on stderr. */
function isLoadFailure({ before, after }: DifferentEvent): boolean {
  return before.outcome === 'load-failed' || after.outcome === 'load-failed';
}

function renderNote({ event, before, after }: Note): string[] {
  return [
    `  ${event}: the same error, quoting other source`,
    `      before  ${indented(before)}`,
    `      after   ${indented(after)}`,
  ];
}

function renderEvent({ event, fields }: DifferentEvent, paint: Painter): string[] {
  return [
    `  ${event}`,
    ...fields.flatMap(({ field, before, after, finding }) => [
      `    ${paint.cyan(field)}${finding === undefined ? '' : ` (finding ${finding})`}`,
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

/** What the sum does not say by itself, a line each. */
function remarks({ summary: { answeredNow, notes } }: VerifyReport): string[] {
  return [
    ...(answeredNow > 0
      ? [
          `${count(answeredNow, 'event')} went without an answer before, until the Lambda timed out, and ${answeredNow === 1 ? 'gets' : 'get'} one now: see llrt-migrate explain may-not-answer.`,
        ]
      : []),
    ...(notes > 0
      ? [
          `${count(notes, 'error message')} ${notes === 1 ? 'counts' : 'count'} as same although V8 quotes other source text in ${notes === 1 ? 'it' : 'them'} (--verbose or --json shows all).`,
        ]
      : []),
  ];
}
