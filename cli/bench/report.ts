import type { RuntimeReport } from '../verify/llrt/runtime.js';
import { median } from './median.js';
import type { Measured, Statuses } from './messages.js';

/** What is measured of one version. */
export interface Figures extends Measured {
  /** Size of the minified bundle, without the AWS SDK. */
  readonly bundleBytes: number;
  readonly gzipBytes: number;
}

/** Each figure divided by that of the version before: below 1 is less. Null where one is not known. */
export type Ratios = Readonly<Record<keyof Figures, number | null>>;

/** The version after on LLRT, or on what stands for it. */
export interface LlrtFigures {
  readonly figures: Figures;
  /** Beside the version before, on Node.js. */
  readonly ratios: Ratios;
  readonly statuses: Statuses;
}

/** One Lambda, before and after. */
export interface EntryFigures {
  readonly entry: string;
  readonly before: Figures;
  readonly after: Figures;
  /** After divided by before: below 1 is less than before. */
  readonly ratios: Ratios;
  /** What the requests of one process of each version were answered with. */
  readonly statuses: { readonly before: Statuses; readonly after: Statuses };
  readonly llrt?: LlrtFigures;
}

/** A route that no figure is about. */
export interface Unmeasured {
  readonly id: string;
  readonly why: string;
}

/** The document of `bench --json`. */
export interface BenchReport {
  readonly schemaVersion: 1;
  readonly runtime: string;
  /** Set with `--runtime llrt`: which LLRT, and whether it is itself or what stands for it. */
  readonly llrt?: Pick<RuntimeReport, 'llrt' | 'sdk' | 'engine'>;
  /** Fresh processes of each version; figures are medians. */
  readonly runs: number;
  /** Requests in each process. */
  readonly requests: number;
  readonly entries: readonly EntryFigures[];
  readonly unmeasured: readonly Unmeasured[];
}

/** The median of each measure. */
export function mediansOf(runs: readonly Measured[]): Measured {
  const of = (name: Exclude<keyof Measured, 'peakMb'>): number =>
    median(runs.map((run) => run[name]));
  const peaks = runs.flatMap(({ peakMb }) => peakMb ?? []);
  return {
    startMs: of('startMs'),
    initMs: of('initMs'),
    firstMs: of('firstMs'),
    warmMs: of('warmMs'),
    peakMb: peaks.length === 0 ? null : median(peaks),
  };
}

/** Each figure of one version divided by that of another. */
export function ratiosOf(before: Figures, after: Figures): Ratios {
  const ratio = (name: keyof Figures): number | null => {
    const [one, other] = [before[name], after[name]];
    return one === null || other === null || one === 0 ? null : other / one;
  };
  return {
    startMs: ratio('startMs'),
    initMs: ratio('initMs'),
    firstMs: ratio('firstMs'),
    warmMs: ratio('warmMs'),
    peakMb: ratio('peakMb'),
    bundleBytes: ratio('bundleBytes'),
    gzipBytes: ratio('gzipBytes'),
  };
}
