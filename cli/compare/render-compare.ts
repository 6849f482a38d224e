import type { Painter } from '../color.js';
import { count } from '../text.js';
import type { CompareReport, DifferentRequest } from './report.js';

/** Requests shown unless everything is asked for. */
const SHOWN = 20;

/** The report for a terminal: every request that differs with both sides, and a sum. */
export function renderCompare(report: CompareReport, paint: Painter, all: boolean): string[] {
  const { different, endpoints } = report;
  const shown = all ? different : different.slice(0, SHOWN);
  const rest = different.length - shown.length;
  return [
    `A  ${endpoints.a}`,
    `B  ${endpoints.b}`,
    '',
    ...shown.flatMap((one) => renderRequest(one, paint)),
    ...(rest > 0 ? [`and ${count(rest, 'more request')} (--verbose or --json shows all)`] : []),
    ...(different.length > 0 ? [''] : []),
    summaryLine(report, paint),
    ...statusLines(report),
    ...leftOutLine(report),
  ];
}

function renderRequest({ request, fields }: DifferentRequest, paint: Painter): string[] {
  return [
    paint.bold(request),
    ...fields.flatMap(({ field, a, b }) => [
      `  ${paint.cyan(field)}`,
      `    A  ${indented(a)}`,
      `    B  ${indented(b)}`,
    ]),
  ];
}

function indented(text: string): string {
  return text.split('\n').join('\n       ');
}

function summaryLine({ summary }: CompareReport, paint: Painter): string {
  const { requests, same, different, failed } = summary;
  const verdict =
    different === 0 ? paint.green('all same') : paint.red(`${same} same, ${different} different`);
  const extra = failed > 0 ? `; ${failed} of them without an answer from either` : '';
  return `${count(requests, 'request')}: ${verdict}${extra}`;
}

/** What was answered: two APIs that only refuse are the same as well. */
function statusLines({ summary: { statuses } }: CompareReport): string[] {
  const shown = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([status, times]) => `${status} (${times})`)
      .join(', ');
  return [`Answers of A: ${shown(statuses.a)}`, `Answers of B: ${shown(statuses.b)}`];
}

function leftOutLine({ summary: { leftOut } }: CompareReport): string[] {
  return leftOut === 0
    ? []
    : [`${count(leftOut, 'request')} not sent, because they may change something (--unsafe).`];
}

/** The report as Markdown, for a pull request. */
export function renderMarkdown(report: CompareReport): string {
  const { summary, different, endpoints, ignoredHeaders } = report;
  const rows = different.flatMap(({ request, fields }) =>
    fields.map(({ field, a, b }) => `| ${[request, field, a, b].map(cell).join(' | ')} |`),
  );
  const table =
    rows.length > 0 ? ['', '| request | differs | A | B |', '| - | - | - | - |', ...rows] : [];
  return [
    `**${count(summary.requests, 'request')}: ${summary.same} same, ${summary.different} different**`,
    '',
    `A: ${endpoints.a}, B: ${endpoints.b}`,
    ...table,
    '',
    ...statusLines(report).map((line) => `${line}  `),
    ...leftOutLine(report),
    `Headers not compared: ${ignoredHeaders.join(', ')}`,
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replace(/\r?\n/g, ' ').replace(/[|\\`<]/g, '\\$&');
}
