import type { Context } from 'hono';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Env, Loose } from '../source/event.js';
import { answers, type Case } from './both-sides.js';
import { type ClientRequest, KINDS } from './lambda-events.js';

/** A response said in both ways, and the requests it answers. */
export type Row = readonly [
  name: string,
  before: (res: Loose, req: Loose) => unknown,
  after: (c: Context<Env>) => unknown,
  ...requests: ClientRequest[],
];

/** Compares the answers of both sides to each row, on every kind of event. */
export function describeRows(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_767_225_600_000 }));
    afterAll(() => void vi.useRealTimers());
    describeCases(rows.map(caseOf));
  });
}

/** Compares the answers of both sides in each case, on every kind of event. */
export function describeCases(cases: readonly Case[]): void {
  describe.each(KINDS)('%s', (kind) => {
    test.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
      const { before, after } = await answers(one, kind);
      expect(after).toEqual(before);
    });
  });
}

function caseOf([name, before, after, ...requests]: Row): Case {
  return {
    name,
    before: (api) => api.any('/x', (req, res) => before(res, req)),
    after: (app) => app.on('ANY', '/x', (c) => after(c) as Response),
    requests: requests.length > 0 ? requests : [{}],
  };
}
