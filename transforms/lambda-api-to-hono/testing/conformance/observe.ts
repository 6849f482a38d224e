import { setImmediate, setTimeout } from 'node:timers/promises';
import { compareObservations } from '../../../../cli/verify/compare/differences.js';
import type { Handler } from '../../../../cli/verify/child/handler.js';
import { invoke } from '../../../../cli/verify/child/invoke.js';
import type { Outcome } from '../../../../cli/verify/types.js';
import { loadApplication } from '../../random/load.js';
import { collectUncaught } from '../../random/uncaught.js';
import type { Sources } from '../../random/write-application.js';
import type { SentEvent } from './requests.js';

/** What one event did. */
export interface Seen {
  readonly outcome: Outcome;
  /** Lines printed, through `console` of the application and of its packages. */
  readonly printed: readonly string[];
  /** Rejections that would have ended the process. */
  readonly uncaught: readonly string[];
}

/** After this many turns of the event loop and this time a row that does not answer hangs. */
const TURNS = 30;
/** What answered before is waited for: on a busy machine a digest or a file takes its time. */
const PATIENCE_MS = { first: 100, hung: 25, answered: 2000 } as const;

/**
 * Loads an application from files in memory and gives it all events in order.
 *
 * @param before what the same events did before
 * @throws Error when the application does not load
 */
export async function observe(
  sources: Sources,
  events: readonly SentEvent[],
  before?: readonly Seen[],
): Promise<readonly Seen[]> {
  const printed: string[] = [];
  const print = (line: string): void => void printed.push(line);
  const uncaught = collectUncaught();
  const restore = capture(print);
  try {
    const handler = loadApplication(sources, print);
    const seen: Seen[] = [];
    for (const [index, { event }] of events.entries()) {
      printed.length = 0;
      uncaught.take();
      const outcome = await invoked(handler, event, index, patience(before?.[index]));
      await setImmediate();
      seen.push({ outcome, printed: [...printed], uncaught: uncaught.take() });
    }
    return seen;
  } finally {
    restore();
    uncaught.stop();
  }
}

function patience(before: Seen | undefined): number {
  if (!before) return PATIENCE_MS.first;
  return before.outcome.kind === 'hang' ? PATIENCE_MS.hung : PATIENCE_MS.answered;
}

async function invoked(
  handler: Handler,
  event: unknown,
  index: number,
  patienceMs: number,
): Promise<Outcome> {
  const message = { type: 'event', index, context: {}, now: 0, timeoutMs: 1000 } as const;
  const running = invoke(handler, { ...message, event: structuredClone(event) }, () => 1000);
  for (let turn = 0; turn < TURNS; turn += 1)
    if (await Promise.race([running.outcome, setImmediate()])) return running.outcome;
  await Promise.race([running.outcome, setTimeout(patienceMs)]);
  running.end({ kind: 'hang', why: 'no answer' });
  return running.outcome;
}

/** lambda-api writes its log through the `console` of the process. */
function capture(print: (line: string) => void): () => void {
  const names = ['log', 'error'] as const;
  const real = names.map((name) => [name, console[name]] as const);
  for (const name of names)
    console[name] = (...values: unknown[]) => print(values.map(String).join(' '));
  return () => {
    for (const [name, write] of real) console[name] = write;
  };
}

/** What differs, one line for each thing. A hang that became an answer is told as one. */
export function differences(
  before: readonly Seen[],
  after: readonly Seen[],
  events: readonly SentEvent[],
): readonly string[] {
  return events.flatMap(({ name, event }, index) => {
    const [left, right] = [before[index], after[index]];
    if (!left || !right) return [`${name}: was not sent`];
    const [one, other] = [left, right].map(({ outcome, uncaught }) => ({
      outcome,
      calls: [],
      uncaught,
    }));
    if (!one || !other) return [];
    const lines = compareObservations(one, other, event).differences.map(
      ({ field, before: was, after: is }) => `${name}: ${field}: ${was} -> ${is}`,
    );
    const [was, is] = [left, right].map(({ printed }) => printed.join('\n'));
    if (was !== is) lines.push(`${name}: prints ${was} -> ${is}`);
    return lines;
  });
}
