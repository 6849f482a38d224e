import type { LlrtSettings } from '../verify/child/messages.js';

/** What a process is to do. */
export interface Order {
  /** Bundle to load, absolute. */
  readonly module: string;
  readonly handlerName?: string;
  /** Module that is loaded first, absolute. */
  readonly setup?: string;
  readonly recorderPort: number;
  readonly events: readonly unknown[];
  /** How many requests to make; the events are repeated. */
  readonly requests: number;
  readonly timeoutMs: number;
  /** The module is a bundle for LLRT, and the process offers what LLRT does. */
  readonly llrt?: LlrtSettings;
}

/** What one process took. */
export interface Measured {
  /** Milliseconds from the start of the process until the bundle was loaded. */
  readonly startMs: number;
  /** Milliseconds for loading the bundle. */
  readonly initMs: number;
  /** Milliseconds until the first request was answered. */
  readonly firstMs: number;
  /** The same for the later ones, their median. */
  readonly warmMs: number;
  /** Peak memory of the process, the runtime included; null where the system does not tell. */
  readonly peakMb: number | null;
}

/** How many requests were answered with each status; `none` where an answer has none. */
export type Statuses = Readonly<Record<string, number>>;

/** What one process came to. */
export interface RunResult {
  readonly measured: Measured;
  readonly statuses: Statuses;
}

export type FromBenchChild =
  | RunResult
  | { readonly failed: string }
  /** The process is not stuck: it was this far. */
  | { readonly reached: string };
