import type { Statuses } from './messages.js';
import type { BenchReport, EntryFigures, Figures } from './report.js';

/** The rows of the table, in order: name, measure, decimals, unit. */
const ROWS: readonly (readonly [string, keyof Figures, number, string])[] = [
  ['init', 'initMs', 1, 'ms'],
  ['first request', 'firstMs', 1, 'ms'],
  ['warm request', 'warmMs', 2, 'ms'],
  ['bundle', 'bundleBytes', 1, 'kB'],
  ['bundle, gzip', 'gzipBytes', 1, 'kB'],
  ['peak memory', 'peakMb', 1, 'MB'],
];

/** One table for each Lambda, as Markdown that is as readable on a terminal. */
export function renderBench(report: BenchReport): string {
  const { entries, runtime, runs, requests } = report;
  return [
    ...entries.flatMap((entry) => [
      `**${entry.entry}**`,
      '',
      ...table(entry),
      '',
      answers(entry),
      '',
    ]),
    `Medians of ${runs} fresh processes of ${runtime} for each version, in turn, ${requests} requests in each; bundles are minified and without the AWS SDK.`,
    '',
  ].join('\n');
}

/** Figures of requests that are refused say little, so a reader has to see what was answered. */
function answers({ statuses }: EntryFigures): string {
  const [before, after] = [statuses.before, statuses.after].map((side) =>
    Object.entries(side)
      .map(([status, times]) => `${status} (${times})`)
      .join(', '),
  );
  const told = before === after ? before : `${before} before, ${after} after`;
  const failed = [statuses.before, statuses.after].some(areMostlyRefused);
  const advice = failed
    ? '. Refused requests do not do the work of the others: --setup and --events give the code what it needs'
    : '';
  return `Answered: ${told}${advice}.`;
}

/** Some refusals are tests of refusals. */
function areMostlyRefused(statuses: Statuses): boolean {
  const sum = (list: readonly (readonly [string, number])[]): number =>
    list.reduce((total, [, times]) => total + times, 0);
  const all = Object.entries(statuses);
  return sum(all.filter(([status]) => /^(?:401|403|5..)$/.test(status))) * 2 > sum(all);
}

function table({ before, after, ratios }: EntryFigures): string[] {
  const cells = ROWS.map(([name, key, digits, unit]) => [
    name,
    `${shown(before[key], unit, digits)} ${unit}`,
    `${shown(after[key], unit, digits)} ${unit}`,
    Number.isFinite(ratios[key]) ? `${ratios[key].toFixed(2)} x` : '-',
  ]);
  const rows = [['', 'before', 'after', 'ratio'], ...cells];
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [line(head), rule, ...body.map(line)];
}

function shown(value: number, unit: string, digits: number): string {
  return (unit === 'kB' ? value / 1000 : value).toFixed(digits);
}
