import type { Measured, Statuses } from './messages.js';

/** What is measured of one version. */
export interface Figures extends Measured {
  /** Size of the minified bundle, without the AWS SDK. */
  readonly bundleBytes: number;
  readonly gzipBytes: number;
}

/** One Lambda, before and after. */
export interface EntryFigures {
  readonly entry: string;
  readonly before: Figures;
  readonly after: Figures;
  /** After divided by before: below 1 is less than before. */
  readonly ratios: Figures;
  /** What the requests of one process of each version were answered with. */
  readonly statuses: { readonly before: Statuses; readonly after: Statuses };
}

/** The document of `bench --json`. */
export interface BenchReport {
  readonly schemaVersion: 1;
  readonly runtime: string;
  /** Fresh processes of each version; figures are medians. */
  readonly runs: number;
  /** Requests in each process. */
  readonly requests: number;
  readonly entries: readonly EntryFigures[];
}

const MEASURES = ['initMs', 'firstMs', 'warmMs', 'peakMb'] as const;

/** The median of each measure. */
export function mediansOf(runs: readonly Measured[]): Measured {
  const median = (name: (typeof MEASURES)[number]): number => {
    const sorted = runs.map((run) => run[name]).toSorted((a, b) => a - b);
    const [low, high] = [sorted[(sorted.length - 1) >> 1] ?? 0, sorted[sorted.length >> 1] ?? 0];
    return (low + high) / 2;
  };
  return {
    initMs: median('initMs'),
    firstMs: median('firstMs'),
    warmMs: median('warmMs'),
    peakMb: median('peakMb'),
  };
}

/** Puts both versions of a Lambda beside each other. */
export function compareFigures(
  entry: string,
  before: Figures,
  after: Figures,
  statuses: EntryFigures['statuses'],
): EntryFigures {
  const ratio = (name: keyof Figures): number => after[name] / before[name];
  return {
    entry,
    before,
    after,
    statuses,
    ratios: {
      initMs: ratio('initMs'),
      firstMs: ratio('firstMs'),
      warmMs: ratio('warmMs'),
      peakMb: ratio('peakMb'),
      bundleBytes: ratio('bundleBytes'),
      gzipBytes: ratio('gzipBytes'),
    },
  };
}
