import { setImmediate, setTimeout } from 'node:timers/promises';
import { compareObservations } from '../../../cli/verify/compare/differences.js';
import type { Handler } from '../../../cli/verify/child/handler.js';
import { invoke } from '../../../cli/verify/child/invoke.js';
import type { Outcome } from '../../../cli/verify/types.js';
import type { SentEvent } from './events.js';
import { loadApplication } from './load.js';
import { collectUncaught } from './uncaught.js';
import type { Sources } from './write-application.js';

/** What one event did. */
export interface Seen {
  readonly outcome: Outcome;
  readonly printed: readonly string[];
  /** Rejections that would have ended the process. */
  readonly uncaught: readonly string[];
}

const TURNS = 40;
/** How long a hang is waited for before it counts; one that is expected is not waited for. */
const PATIENCE_MS = { first: 10, again: 2000 } as const;

/**
 * Loads the application and gives it all events in order.
 *
 * @param before what the same events did before
 */
export async function observe(
  sources: Sources,
  events: readonly SentEvent[],
  before?: readonly Seen[],
): Promise<readonly Seen[]> {
  const printed: string[] = [];
  const load = (): Handler => loadApplication(sources, (line) => printed.push(line));
  let handler = load();
  const seen: Seen[] = [];
  const uncaught = collectUncaught();
  try {
    for (const { event } of events) {
      printed.length = 0;
      uncaught.take();
      const isHang = before?.[seen.length]?.outcome.kind === 'hang';
      const patience = isHang ? 0 : before ? PATIENCE_MS.again : PATIENCE_MS.first;
      const outcome = await invoked(handler, event, seen.length, patience);
      await setImmediate();
      seen.push({ outcome, printed: [...printed], uncaught: uncaught.take() });
      // Lambda ends a process that does not answer. lambda-api would keep the status of the error.
      if (isHang || outcome.kind === 'hang') handler = load();
    }
    return seen;
  } finally {
    uncaught.stop();
  }
}

/** Nothing of an application waits for longer than some turns of the event loop, but for hangs. */
async function invoked(
  handler: Handler,
  event: object,
  index: number,
  patience: number,
): Promise<Outcome> {
  const context = { awsRequestId: 'request-1', functionName: 'random' };
  const message = { type: 'event', index, context, now: 0, timeoutMs: 1000 } as const;
  const running = invoke(handler, { ...message, event: structuredClone(event) }, () => 1000);
  for (let turn = 0; turn < TURNS; turn += 1)
    if (await Promise.race([running.outcome, setImmediate()])) return running.outcome;
  await Promise.race([running.outcome, setTimeout(patience)]);
  running.end({ kind: 'hang', why: 'no answer' });
  return running.outcome;
}

/** What differs, one line for each thing; an event that hung before is not compared. */
export function unlike(
  before: readonly Seen[],
  after: readonly Seen[],
  events: readonly SentEvent[],
): readonly string[] {
  return events.flatMap(({ name, event }, index) => {
    const [left, right] = [before[index], after[index]];
    if (!left || !right) return [`${name}: was not sent`];
    if (left.outcome.kind === 'hang') return [];
    const [one, other] = [left, right].map(({ outcome, uncaught }) => ({
      outcome,
      calls: [],
      uncaught,
    }));
    if (!one || !other) return [];
    const lines = compareObservations(one, other, event).differences.map(
      ({ field, before: was, after: is }) => `${name}: ${field}: ${was} -> ${is}`,
    );
    const [was, is] = [left, right].map(({ printed }) => JSON.stringify(inOrder(printed)));
    if (was !== is) lines.push(`${name}: prints ${was} -> ${is}`);
    return lines;
  });
}

/**
 * What `finally` prints and the access log apart from the rest: lambda-api writes them the moment
 * an answer is given, before the function that gave it goes on, and again for a second answer.
 */
function inOrder(printed: readonly string[]): readonly string[] {
  const isLast = (line: string): boolean => /^~|"level":"access"/.test(line);
  return [...printed.filter((line) => !isLast(line)), ...new Set(printed.filter(isLast))];
}
