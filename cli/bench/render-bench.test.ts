import { expect, it } from 'vitest';
import { renderBench } from './render-bench.js';
import { mediansOf, ratiosOf, type BenchReport, type EntryFigures } from './report.js';

const run = (
  value: number,
  peakMb: number | null = 50,
): Parameters<typeof mediansOf>[0][number] => ({
  startMs: value * 10,
  initMs: value,
  firstMs: value * 2,
  warmMs: 1,
  peakMb,
});
const before = { ...mediansOf([run(9), run(1), run(3)]), bundleBytes: 2000, gzipBytes: 1000 };
const after = { ...before, initMs: 1.5 };
const refused = { before: { 200: 9 }, after: { 200: 3, 500: 6 } };

const reportOf = (more: Partial<EntryFigures>, whole: Partial<BenchReport> = {}): BenchReport => ({
  schemaVersion: 1,
  runtime: 'Node.js',
  runs: 3,
  requests: 9,
  unmeasured: [],
  entries: [
    {
      entry: 'a.js#handler',
      before,
      after,
      ratios: ratiosOf(before, after),
      statuses: refused,
      ...more,
    },
  ],
  ...whole,
});

it('takes the median of each measure', () => {
  expect(mediansOf([run(9), run(1), run(3)])).toEqual({
    startMs: 30,
    initMs: 3,
    firstMs: 6,
    warmMs: 1,
    peakMb: 50,
  });
  expect(mediansOf([run(1), run(3)]).initMs).toBe(2);
  expect(mediansOf([run(1, null)]).peakMb).toBeNull();
});

it('prints a table, and what was answered', () => {
  const text = renderBench(reportOf({}));
  expect(text).toContain('Answered: 200 (9) before, 200 (3), 500 (6) after. Refused requests');
  expect(text.split('\n').slice(0, 6)).toEqual([
    '**a.js#handler**',
    '',
    '|                |  before |   after |  ratio |',
    '| -------------- | ------: | ------: | -----: |',
    '| start and init | 30.0 ms | 30.0 ms | 1.00 x |',
    '| init           |  3.0 ms |  1.5 ms | 0.50 x |',
  ]);
  const statuses = { before: { 200: 9 }, after: { 200: 6, 401: 3 } };
  expect(renderBench(reportOf({ statuses }))).toContain(
    '\nAnswered: 200 (9) before, 200 (6), 401 (3) after.\n',
  );
});

it('prints LLRT beside it, and says plainly what only stands for it', () => {
  const figures = { ...after, startMs: 15, peakMb: null };
  const llrt = { figures, ratios: ratiosOf(before, figures), statuses: { 200: 9 } };
  const of = (engine: 'profile' | 'binary'): string =>
    renderBench(reportOf({ llrt }, { llrt: { llrt: '0.8.1', sdk: 'std', engine } }));
  expect(of('binary')).toContain('|  ratio | after, LLRT 0.8.1 |  ratio |');
  expect(of('binary')).toContain('| 1.00 x |           15.0 ms | 0.50 x |');
  expect(of('binary')).toMatch(/peak memory .*\| 1\.00 x \| +- \| +- \|/);
  expect(of('binary')).not.toContain('are not those of LLRT');
  expect(of('profile')).toContain('after, LLRT 0.8.1, profile');
  expect(of('profile')).toContain('its times and its memory are not those of LLRT');
  expect(of('profile')).toContain('500 (6) after, 200 (9) on LLRT');
});

it('names the routes that no figure is about', () => {
  const unmeasured = [{ id: 'GET /a', why: 'no event is for it' }];
  expect(renderBench(reportOf({}, { unmeasured }))).toContain(
    'Not measured: GET /a (no event is for it).',
  );
});
