import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { catalogue } from '../../fixtures/conformance/index.js';
import { judge, judgeHalfway } from './testing/conformance/judge.js';

beforeAll(() => void vi.useFakeTimers({ toFake: ['Date'], now: 1_767_225_600_000 }));
afterAll(() => void vi.useRealTimers());

describe.each(Object.entries(catalogue))('%s', (_section, rows) => {
  it.each(rows)('$id $shows', async (row) => {
    const { verdict, differences } = await judge(row);
    expect(verdict, differences.slice(0, 4).join('\n')).toBe(row.verdict);
  });

  it.each(rows.filter(({ verdict }) => verdict === 'same'))('$id halfway', async (row) => {
    expect(await judgeHalfway(row)).toEqual([]);
  });
});
