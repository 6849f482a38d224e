import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { application } from './random/application.js';
import { checkApplication, type Result } from './random/check-application.js';
import { describeWrong } from './random/describe-wrong.js';
import { writeApplication } from './random/write-application.js';

const RUNS = Number(process.env['FC_RUNS'] ?? 60);
const SEED = Number(process.env['FC_SEED'] ?? 7);
const SHRINK_MS = 20_000;

const chance = fc.double({ min: 0, max: 0.999, noNaN: true });
const input = fc.tuple(application, fc.array(chance, { minLength: 1, maxLength: 8 }));
const totals = { applications: 0, refused: 0, routes: 0, migrated: 0, events: 0 };

afterAll(() => {
  process.stderr.write(`random applications, seed ${SEED}: ${JSON.stringify(totals)}\n`);
});

it(
  'answers every event as before at every step of a migration',
  { timeout: 60_000 + RUNS * 2000 },
  async () => {
    let until = Number.POSITIVE_INFINITY;
    let found = '';
    const property = fc.asyncProperty(input, async ([app, order]) => {
      if (Date.now() > until) return true;
      const sources = writeApplication(app);
      const result = await checkApplication(sources, order);
      count(result);
      const [wrong] = result.wrong;
      if (!wrong) return true;
      until = Math.min(until, Date.now() + SHRINK_MS);
      found = describeWrong(sources, wrong);
      return false;
    });
    const outcome = await fc.check(property, { seed: SEED, numRuns: RUNS });
    expect(found, `FC_SEED=${SEED} path ${outcome.counterexamplePath}`).toBe('');
    if (outcome.failed) throw outcome.errorInstance;
    expect(totals.applications).toBeGreaterThanOrEqual(RUNS);
    expect(totals.migrated / totals.routes, 'share of routes migrated').toBeGreaterThan(0.4);
    expect(totals.events / totals.applications, 'events compared').toBeGreaterThan(10);
  },
);

function count({ refused, routes, migrated, events }: Result): void {
  totals.applications += 1;
  totals.refused += refused ? 1 : 0;
  totals.routes += routes;
  totals.migrated += migrated;
  totals.events += events;
}
