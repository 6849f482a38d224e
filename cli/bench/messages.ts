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
}

/** What one process took. */
export interface Measured {
  /** Milliseconds for loading the bundle. */
  readonly initMs: number;
  /** Milliseconds until the first request was answered. */
  readonly firstMs: number;
  /** The same for the later ones, their median. */
  readonly warmMs: number;
  /** Peak memory of the process, Node.js included. */
  readonly peakMb: number;
}

/** How many requests were answered with each status; `none` where an answer has none. */
export type Statuses = Readonly<Record<string, number>>;

export type FromBenchChild =
  | { readonly measured: Measured; readonly statuses: Statuses }
  | { readonly failed: string }
  /** The process is not stuck: it was this far. */
  | { readonly reached: string };
