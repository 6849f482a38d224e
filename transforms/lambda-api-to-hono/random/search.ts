import fc from 'fast-check';
import { application } from './application.js';
import { checkApplication, type Result } from './check-application.js';
import { describeWrong } from './describe-wrong.js';
import { writeApplication } from './write-application.js';

/** What came of a number of random applications. */
export interface Totals {
  applications: number;
  /** Applications that lambda-api itself does not load. */
  refused: number;
  routes: number;
  migrated: number;
  /** Events that lambda-api answers, each replayed at every step. */
  events: number;
}

/** An application that does not answer as before, made as small as the time allows. */
export interface CounterExample {
  /** Which of the applications it was, from 0. */
  readonly index: number;
  readonly text: string;
}

/** Which applications to try. */
export interface Search {
  readonly seed: number;
  readonly count: number;
  /** How long each counter-example may be made smaller. */
  readonly shrinkMs: number;
  /** Called after each application. */
  readonly onProgress?: (totals: Totals, differ: number) => void;
}

const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
const input = fc.tuple(application, fc.array(chance, { minLength: 1, maxLength: 8 }));

/**
 * Migrates random applications, all at once and in a random order, and replays their events.
 * The same seed gives the same applications.
 */
export async function searchRandom(
  search: Search,
): Promise<{ totals: Totals; counterExamples: readonly CounterExample[] }> {
  const totals: Totals = { applications: 0, refused: 0, routes: 0, migrated: 0, events: 0 };
  const failed: number[] = [];
  const look = fc.asyncProperty(input, async ([app, order]) => {
    const result = await checkApplication(writeApplication(app), order);
    if (result.wrong.length > 0) failed.push(totals.applications);
    count(totals, result);
    search.onProgress?.(totals, failed.length);
  });
  await fc.assert(look, { seed: search.seed, numRuns: search.count });
  const counterExamples: CounterExample[] = [];
  for (const index of failed) {
    const text = await shrink(search.seed, index, search.shrinkMs);
    counterExamples.push({ index, text });
  }
  return { totals, counterExamples };
}

async function shrink(seed: number, index: number, milliseconds: number): Promise<string> {
  const until = Date.now() + milliseconds;
  let smallest = '';
  const property = fc.asyncProperty(input, async ([app, order]) => {
    if (smallest !== '' && Date.now() > until) return true;
    const sources = writeApplication(app);
    const [wrong] = (await checkApplication(sources, order)).wrong;
    if (!wrong) return true;
    smallest = describeWrong(sources, wrong);
    return false;
  });
  await fc.check(property, { seed, path: String(index), numRuns: 1 });
  return smallest || 'It differed once and not again.';
}

function count(totals: Totals, { refused, routes, migrated, events }: Result): void {
  totals.applications += 1;
  totals.refused += refused ? 1 : 0;
  totals.routes += routes;
  totals.migrated += migrated;
  totals.events += events;
}
