import type { Statuses } from './messages.js';
import type { BenchReport, EntryFigures, Figures, Ratios } from './report.js';

/** The rows of the table, in order: name, measure, decimals, unit. */
const ROWS: readonly (readonly [string, keyof Figures, number, string])[] = [
  ['start and init', 'startMs', 1, 'ms'],
  ['init', 'initMs', 1, 'ms'],
  ['first request', 'firstMs', 1, 'ms'],
  ['warm request', 'warmMs', 2, 'ms'],
  ['bundle', 'bundleBytes', 1, 'kB'],
  ['bundle, gzip', 'gzipBytes', 1, 'kB'],
  ['peak memory', 'peakMb', 1, 'MB'],
];

/** One table for each Lambda, as Markdown that is as readable on a terminal. */
export function renderBench(report: BenchReport): string {
  const { entries, unmeasured } = report;
  return [
    ...entries.flatMap((entry) => [
      `**${entry.entry}**`,
      '',
      ...table(entry, report),
      '',
      answers(entry),
      '',
    ]),
    ...(unmeasured.length === 0
      ? []
      : [`Not measured: ${unmeasured.map(({ id, why }) => `${id} (${why})`).join(', ')}.`, '']),
    howMeasured(report),
    '',
  ].join('\n');
}

function howMeasured({ runtime, runs, requests, llrt }: BenchReport): string {
  const how = `Medians of ${runs === 1 ? 'a fresh process' : `${runs} fresh processes`} of ${runtime} for each version, in turn, ${requests} requests in each; bundles are minified and without the AWS SDK. Ratios are beside the version before.`;
  if (!llrt) return how;
  return llrt.engine === 'binary'
    ? `${how} LLRT ${llrt.llrt} is the binary that was named, with a stand-in for Lambda's runtime API.`
    : `${how} The profile of LLRT ${llrt.llrt} is Node.js, restricted to what that release offers: it shows that the code runs, and how large its bundle is, but its times and its memory are not those of LLRT.`;
}

/** Figures of requests that are refused say little, so a reader has to see what was answered. */
function answers({ statuses, llrt }: EntryFigures): string {
  const sides = [statuses.before, statuses.after, ...(llrt ? [llrt.statuses] : [])];
  const [before = '', after = '', onLlrt = after] = sides.map(shownStatuses);
  const isSame = before === after && after === onLlrt;
  const onNode = `${before} before, ${after} after`;
  const told = isSame ? before : onLlrt === after ? onNode : `${onNode}, ${onLlrt} on LLRT`;
  const advice = sides.some(areMostlyRefused)
    ? '. Refused requests do not do the work of the others: --setup and --events give the code what it needs'
    : '';
  return `Answered: ${told}${advice}.`;
}

function shownStatuses(side: Statuses): string {
  return Object.entries(side)
    .map(([status, times]) => `${status} (${times})`)
    .join(', ');
}

/** Some refusals are tests of refusals. */
function areMostlyRefused(statuses: Statuses): boolean {
  const sum = (list: readonly (readonly [string, number])[]): number =>
    list.reduce((total, [, times]) => total + times, 0);
  const all = Object.entries(statuses);
  return sum(all.filter(([status]) => /^(?:401|403|5..)$/.test(status))) * 2 > sum(all);
}

function table({ before, after, ratios, llrt }: EntryFigures, report: BenchReport): string[] {
  const engine = report.llrt?.engine === 'profile' ? ', profile' : '';
  const head = ['', 'before', 'after', 'ratio'];
  if (llrt) head.push(`after, LLRT ${report.llrt?.llrt}${engine}`, 'ratio');
  const body = ROWS.map(([name, key, digits, unit]) => {
    const cell = (figures: Figures): string => shown(figures[key], unit, digits);
    const cells = [name, cell(before), cell(after), ratio(ratios, key)];
    return llrt ? [...cells, cell(llrt.figures), ratio(llrt.ratios, key)] : cells;
  });
  const rows = [head, ...body];
  const widths = head.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join(' | ')} |`;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)];
}

function ratio(ratios: Ratios, key: keyof Figures): string {
  const value = ratios[key];
  return value === null ? '-' : `${value.toFixed(2)} x`;
}

function shown(value: number | null, unit: string, digits: number): string {
  if (value === null) return '-';
  return `${(unit === 'kB' ? value / 1000 : value).toFixed(digits)} ${unit}`;
}
