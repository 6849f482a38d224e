import { expect, it } from 'vitest';
import { searchRandom } from './random/search.js';

const COUNT = 40;
const SEED = 7;

it('answers every event as before at every step of a migration', { timeout: 120_000 }, async () => {
  const { totals, counterExamples } = await searchRandom({
    seed: SEED,
    count: COUNT,
    shrinkMs: 20_000,
  });
  expect(counterExamples.map(({ text }) => text)).toEqual([]);
  expect(totals.applications).toBe(COUNT);
  expect(totals.migrated / totals.routes, 'share of routes migrated').toBeGreaterThan(0.4);
  expect(totals.events / totals.applications, 'events compared').toBeGreaterThan(10);
});
