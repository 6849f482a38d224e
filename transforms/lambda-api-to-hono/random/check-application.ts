import { parseFile } from '../../engine/syntax/parse.js';
import type { TransformOutcome } from '../../engine/transform.js';
import { eventsFor, type SentEvent } from './events.js';
import { observe, unlike, type Seen } from './replay.js';
import { changed, migrate } from './snapshot.js';
import type { Sources } from './write-application.js';

/** What came of one application. */
export interface Result {
  /** lambda-api itself refuses the application, so there is nothing to compare with. */
  readonly refused: boolean;
  readonly routes: number;
  readonly migrated: number;
  /** How often each finding of severity error stops a route. */
  readonly blocked: ReadonlyMap<string, number>;
  /** Events that are compared: those that lambda-api answers. */
  readonly events: number;
  /** What is wrong, empty when nothing is. */
  readonly wrong: readonly Wrong[];
}

/** One thing that is wrong. */
export interface Wrong {
  readonly what: 'internal error' | 'does not parse' | 'answer' | 'end' | 'second run' | 'load';
  /** At which step: `all`, or the routes migrated so far. */
  readonly step: string;
  readonly details: readonly string[];
  readonly sources: Sources;
}

const NOTHING = { routes: 0, migrated: 0, blocked: new Map(), events: 0, wrong: [] };

/**
 * Migrates an application all at once and route by route, and replays events at each stop.
 *
 * @param order picks the next route: a number from 0 up to 1 for each step
 */
export async function checkApplication(
  sources: Sources,
  order: readonly number[],
): Promise<Result> {
  const first = attempt(sources, undefined);
  if ('wrong' in first) {
    const loads = await observe(sources, []).catch(() => undefined);
    return loads
      ? { ...NOTHING, refused: false, wrong: [first.wrong] }
      : { ...NOTHING, refused: true };
  }
  const { outcome, after } = first;
  const events = eventsFor(outcome.routes.map(({ id }) => id));
  const before = await observe(sources, events).catch(() => undefined);
  if (!before) return { ...NOTHING, refused: true };
  const wrong = [
    ...(await compared('all', after, before, events)),
    ...secondRun(after),
    ...(await stepwise({ sources, after, before, events, order, ids: outcome.migrates })),
  ];
  return {
    refused: false,
    routes: outcome.routes.length,
    migrated: outcome.migrates.length,
    blocked: blockedBy(outcome),
    events: before.filter(({ outcome: { kind } }) => kind !== 'hang').length,
    wrong,
  };
}

interface Walk {
  readonly sources: Sources;
  /** The end when all routes are migrated at once. */
  readonly after: Sources;
  readonly before: readonly Seen[];
  readonly events: readonly SentEvent[];
  readonly order: readonly number[];
  readonly ids: readonly string[];
}

/** Route by route; stops at the first thing that is wrong. */
async function stepwise({ sources, after, before, events, order, ids }: Walk): Promise<Wrong[]> {
  const left = [...new Set(ids)];
  const done: string[] = [];
  let state = sources;
  for (let step = 0; left.length > 0; step += 1) {
    const chance = order[step % Math.max(1, order.length)] ?? 0;
    const [route = ''] = left.splice(Math.floor(chance * left.length), 1);
    done.push(route);
    const next = attempt(state, route);
    if ('wrong' in next) return [{ ...next.wrong, step: done.join(', ') }];
    if (same(state, next.after)) continue; // it went together with an earlier one
    state = next.after;
    const wrong = await compared(done.join(', '), state, before, events);
    if (wrong.length > 0) return wrong;
  }
  if (same(state, after)) return [];
  const details = [...new Set([...state.keys(), ...after.keys()])].flatMap((path) =>
    state.get(path) === after.get(path)
      ? []
      : [`${path}:\n${firstUnlike(after.get(path) ?? '(none)', state.get(path) ?? '(none)')}`],
  );
  return [{ what: 'end', step: done.join(', '), details, sources: state }];
}

function attempt(
  sources: Sources,
  route: string | undefined,
): { outcome: TransformOutcome; after: Sources } | { wrong: Wrong } {
  const step = route ?? 'all';
  try {
    const outcome = migrate(sources, route);
    const after = changed(sources, outcome);
    const details = [...after].flatMap(([path, text]) => {
      const error = /\.[jt]s$/.test(path) ? parseFile(path, text).syntaxError : undefined;
      return error ? [`${path}: ${error.message}`] : [];
    });
    if (details.length > 0)
      return { wrong: { what: 'does not parse', step, details, sources: after } };
    return { outcome, after };
  } catch (error) {
    const details = [error instanceof Error ? (error.stack ?? error.message) : String(error)];
    return { wrong: { what: 'internal error', step, details, sources } };
  }
}

async function compared(
  step: string,
  sources: Sources,
  before: readonly Seen[],
  events: readonly SentEvent[],
): Promise<Wrong[]> {
  try {
    const details = unlike(before, await observe(sources, events, before), events);
    return details.length > 0 ? [{ what: 'answer', step, details, sources }] : [];
  } catch (error) {
    return [{ what: 'load', step, details: [String(error)], sources }];
  }
}

function secondRun(sources: Sources): Wrong[] {
  const again = attempt(sources, undefined);
  if ('wrong' in again) return [{ ...again.wrong, step: 'second run' }];
  if (same(sources, again.after)) return [];
  const details = [...again.after].flatMap(([path, text]) =>
    sources.get(path) === text ? [] : [`${path}:\n${firstUnlike(sources.get(path) ?? '', text)}`],
  );
  return [{ what: 'second run', step: 'all', details, sources: again.after }];
}

function blockedBy({ routes }: TransformOutcome): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { state, findings } of routes) {
    if (state !== 'blocked') continue;
    const codes = findings
      .filter(({ severity }) => severity === 'error')
      .map(({ code, message }) =>
        process.env['LONG'] ? code + ' ' + message.slice(0, 110) : code,
      );
    for (const code of new Set(codes)) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

function same(one: Sources, other: Sources): boolean {
  return one.size === other.size && [...one].every(([path, text]) => other.get(path) === text);
}

function firstUnlike(one: string, other: string): string {
  const [left, right] = [one.split('\n'), other.split('\n')];
  const at = left.findIndex((line, index) => line !== right[index]);
  const from = at < 0 ? left.length : at;
  return `- ${left.slice(from, from + 4).join('\n- ')}\n+ ${right.slice(from, from + 4).join('\n+ ')}`;
}
