import { join } from 'node:path';
import { buildEntry } from './entry/build-entry.js';
import { openLlrtSide } from './llrt/open-side.js';
import type { LlrtRuntime } from './llrt/runtime.js';
import { buildReport, type ReplayedEvent, type VerifyReport } from './report.js';
import { startRunner, type Runner } from './runner.js';
import type { ReplayEvent, Side } from './types.js';

/** What to compare. */
export interface VerifyOptions {
  readonly before: Side;
  readonly after: Side;
  readonly events: readonly ReplayEvent[];
  /** Module that is loaded first, absolute, by side; a default export that is a function is awaited. */
  readonly setup?: { readonly before: string; readonly after: string };
  /** Specifiers that the setup module stubs, see `readStubNames`. */
  readonly stubs?: readonly string[];
  /** Is told which stubs a side imports. */
  readonly onStubsUsed?: (names: readonly string[]) => void;
  /** Milliseconds an event may take before it counts as a hang; 3000 without it. */
  readonly timeoutMs?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Runs the side after on LLRT. */
  readonly llrt?: LlrtRuntime;
  /** Ends the replay and the child processes. */
  readonly signal?: AbortSignal;
  /** Is told after each event. */
  readonly onProgress?: (done: number, total: number) => void;
}

const TIMEOUT_MS = 3000;

/**
 * Runs the same events through two versions of a Lambda, each in its own child process,
 * and compares what the client sees and which calls go out. Both sides get the same
 * clock, the same random numbers and the same answers to their calls; when one needs a
 * fresh process, both get one. Nothing is written outside `root` of the sides.
 *
 * @throws the reason of `signal` when it is aborted
 * @example
 * const report = await verifySides({ before, after, events });
 * if (report.summary.different > 0) process.exitCode = 1;
 */
export async function verifySides(options: VerifyOptions): Promise<VerifyReport> {
  const startTime = Math.floor(Date.now() / 1000) * 1000;
  const opening = [openSide(options, 'before', startTime), openSide(options, 'after', startTime)];
  const replayed = Promise.all(opening).then(([before, after]) => {
    if (before === undefined || after === undefined) throw new Error('both sides are opened above');
    return replay(options, before, after);
  });
  try {
    return buildReport(await Promise.race([replayed, aborted(options.signal)]));
  } finally {
    // `openSide` never rejects, and an abort ends its process, so this does not wait long.
    await Promise.all(opening.map(async (side) => (await side).close()));
  }
}

/** Rejects when the signal is aborted, so that nobody has to wait for a slow event. */
function aborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    const abort = (): void => reject(signal?.reason);
    if (signal?.aborted) abort();
    else signal?.addEventListener('abort', abort, { once: true });
  });
}

/** Never rejects: a side that cannot be opened answers every event with why. */
async function openSide(
  options: VerifyOptions,
  name: 'before' | 'after',
  startTime: number,
): Promise<Runner> {
  const side = options[name];
  const setup = options.setup?.[name];
  const common = {
    startTime,
    timeoutMs: options.timeoutMs ?? TIMEOUT_MS,
    env: options.env ?? process.env,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  try {
    if (options.llrt && name === 'after') {
      const { llrt, stubs = [], onStubsUsed } = options;
      return await openLlrtSide({ side, llrt, common, setup, stubs, onStubsUsed });
    }
    const { module, usedStubs } = await buildEntry(join(side.root, side.entry), options.stubs);
    options.onStubsUsed?.(usedStubs);
    const builtSetup = setup === undefined ? {} : { setup: (await buildEntry(setup)).module };
    return await startRunner(side, { ...common, ...builtSetup, module });
  } catch (error) {
    return brokenRunner(error instanceof Error ? error.message : String(error));
  }
}

/** Stands for a side that could not even be compiled. */
function brokenRunner(why: string): Runner {
  const observation = { outcome: { kind: 'load-failed', why }, calls: [], uncaught: [] } as const;
  return {
    run: () => Promise.resolve({ observation, spent: false }),
    restart: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

async function replay(
  options: VerifyOptions,
  before: Runner,
  after: Runner,
): Promise<ReplayedEvent[]> {
  const replayed: ReplayedEvent[] = [];
  for (const [index, event] of options.events.entries()) {
    options.signal?.throwIfAborted();
    const [left, right] = await Promise.all([before.run(event, index), after.run(event, index)]);
    replayed.push({ event, before: left.observation, after: right.observation });
    // Both, so that what a process remembers stays the same on both sides.
    if (left.spent || right.spent) await Promise.all([before.restart(), after.restart()]);
    options.onProgress?.(index + 1, options.events.length);
  }
  return replayed;
}
