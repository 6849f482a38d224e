import { dirname } from 'node:path';
import type { BundleSize } from './bundle.js';
import type { Measured, RunResult, Statuses } from './messages.js';
import { mediansOf, type Figures } from './report.js';
import { runChild } from './run-child.js';

/** Requests in each process: enough for a median of the warm ones. */
export const REQUESTS = 200;
/** Longest wait for an answer, in milliseconds. */
export const TIMEOUT_MS = 10_000;

/** One version of a Lambda on one runtime. */
export interface Version {
  /** For messages: `before`, `after`, `after, on LLRT 0.8.1`. */
  readonly name: string;
  readonly size: BundleSize;
  /** Measures it once, in a fresh process. */
  readonly run: () => Promise<RunResult>;
}

/** What was measured of a version so far. */
export class Measurements {
  readonly #runs: Measured[] = [];
  statuses: Statuses = {};

  constructor(readonly version: Version) {}

  /** One fresh process. */
  async add(): Promise<void> {
    const { measured, statuses } = await this.version.run();
    this.#runs.push(measured);
    this.statuses = statuses;
  }

  figures(): Figures {
    return { ...mediansOf(this.#runs), ...this.version.size };
  }
}

/** What every process of a Lambda needs. */
export interface RunSettings {
  readonly events: readonly unknown[];
  readonly handlerName: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Runs a module in a fresh process of Node.js, which may stand for LLRT. */
export function runOnNode(
  module: string,
  setup: string | undefined,
  { events, handlerName, env, signal }: RunSettings,
  llrt?: Parameters<typeof runChild>[0]['llrt'],
): Promise<RunResult> {
  const order = {
    module,
    events,
    requests: REQUESTS,
    timeoutMs: TIMEOUT_MS,
    ...(handlerName === undefined ? {} : { handlerName }),
    ...(setup === undefined ? {} : { setup }),
    ...(llrt === undefined ? {} : { llrt }),
  };
  return runChild(order, { cwd: dirname(module), env, signal });
}
