import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../engine/plan.js';
import { applyTo, filesAfter } from '../lambda-api-to-hono/testing/migration.js';
import { commentsOf, syntaxProblem } from '../lambda-api-to-hono/testing/text-rules.js';
import { typeCheck } from '../lambda-api-to-hono/testing/type-check.js';
import { comparable, readCases, writeExpected, type Major } from './testing/fixture-case.js';
import { bundleCases, resultsOf } from './testing/run-case.js';
import { makeSandbox, planJose } from './testing/sandbox.js';

const cases = readCases();
const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
const isTypeScript = (path: string): boolean => /\.[cm]?tsx?$/.test(path);

describe.each<Major>([4, 5, 6])('jose %i', (major) => {
  const sandbox = makeSandbox(major);
  const plans = new Map<string, Plan>();
  const own = cases.filter(({ settings }) => settings.jose.includes(major));

  const folderOf = (name: string, side: 'before' | 'after'): string =>
    join(sandbox.root, name, side);
  const planOf = (name: string): Plan => {
    const plan = plans.get(name);
    if (!plan) throw new Error(`${name} was not planned`);
    return plan;
  };

  beforeAll(async () => {
    for (const { name, input } of own) {
      sandbox.place(`${name}/before`, input);
      const after = sandbox.place(`${name}/after`, input);
      const plan = await planJose(after);
      plans.set(name, plan);
      applyTo(after, plan);
    }
    const running = own.filter(({ settings }) => !settings.keep && !settings.still);
    await bundleCases(
      running.flatMap(({ name }) => [folderOf(name, 'before'), folderOf(name, 'after')]),
    );
  });

  afterAll(() => sandbox.remove());

  describe.each(own)('$name', ({ name, input, expected, settings }) => {
    it('is rewritten as expected', () => {
      const plan = planOf(name);
      const after = filesAfter(input, plan);
      const written = comparable(
        new Map(plan.files.map(({ path }) => [path, after.get(path) ?? '(deleted)'])),
      );
      if (process.env['UPDATE_FIXTURES'] === '1') writeExpected(name, written);
      else expect(Object.fromEntries(written)).toEqual(Object.fromEntries(expected));
      const codes = plan.findings.filter(({ severity }) => severity !== 'info');
      expect([...new Set(codes.map(({ code }) => code))].toSorted()).toEqual(settings.blocked);
      expect(plan.files.length === 0, 'nothing changes').toBe(settings.keep);
    });

    it('changes only what must change', async () => {
      const after = filesAfter(input, planOf(name));
      for (const [path, text] of [...after].filter(([file]) => isSource(file)))
        expect(syntaxProblem(path, text), path).toBe(syntaxProblem(path, input.get(path) ?? ''));
      for (const [path, text] of [...input].filter(([file]) => isSource(file)))
        expect(commentsOf(path, after.get(path) ?? '').length, path).toBe(
          commentsOf(path, text).length,
        );
      expect((await planJose(folderOf(name, 'after'))).files, 'a second run').toEqual([]);
    });

    it.skipIf(settings.keep || settings.still)('gives what it gave before', async () => {
      const before = await resultsOf(folderOf(name, 'before'));
      expect(Object.keys(before).length).toBeGreaterThan(0);
      expect(await resultsOf(folderOf(name, 'after'))).toEqual(before);
    });
  });

  describe('types', () => {
    const typed = own.filter(
      ({ input, settings }) => !settings.keep && [...input.keys()].some(isTypeScript),
    );
    let complaints: ReadonlyMap<string, readonly string[]> = new Map();
    const filesOf = (name: string): string[] => {
      const input = own.find((one) => one.name === name)?.input ?? new Map<string, string>();
      const files = [...filesAfter(input, planOf(name)).keys()].filter(isTypeScript);
      return files
        .filter((path) => !path.includes('.test.'))
        .map((path) => join(folderOf(name, 'after'), path));
    };

    beforeAll(() => {
      complaints = typeCheck(
        sandbox.root,
        typed.flatMap(({ name }) => filesOf(name)),
      );
    });

    it.each(typed)('$name', ({ name }) => {
      for (const path of filesOf(name)) expect(complaints.get(path), path).toEqual([]);
    });
  });
});
