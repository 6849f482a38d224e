import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../engine/plan.js';
import { writeFiles } from '../../lambda-api-to-hono/testing/fixture-case.js';
import { applyTo, filesAfter } from '../../lambda-api-to-hono/testing/migration.js';
import { commentsOf } from '../../lambda-api-to-hono/testing/text-rules.js';
import { typeCheck } from '../../lambda-api-to-hono/testing/type-check.js';
import { bundleCases, resultsOf } from '../testing/run-case.js';
import { planJose } from '../testing/sandbox.js';
import {
  comparableTokens,
  makeTokenSandbox,
  readTokenCases,
  writeExpectedTokens,
  type TokenMajor,
} from './testing/fixture-case.js';

const cases = readTokenCases();
const isTypeScript = (path: string): boolean => /\.[cm]?tsx?$/.test(path);

describe.each<TokenMajor>([8, 9])('jsonwebtoken %i', (major) => {
  const root = makeTokenSandbox(major);
  const plans = new Map<string, Plan>();
  const folderOf = (name: string, side: 'before' | 'after'): string => join(root, name, side);
  const planOf = (name: string): Plan => {
    const plan = plans.get(name);
    if (!plan) throw new Error(`${name} was not planned`);
    return plan;
  };

  beforeAll(async () => {
    for (const { name, input } of cases) {
      writeFiles(folderOf(name, 'before'), input);
      const after = folderOf(name, 'after');
      writeFiles(after, input);
      const plan = await planJose(after);
      plans.set(name, plan);
      applyTo(after, plan);
    }
    const running = cases.filter(({ settings }) => !settings.keep && !settings.still);
    await bundleCases(
      running.flatMap(({ name }) => [folderOf(name, 'before'), folderOf(name, 'after')]),
    );
  });

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  describe.each(cases)('$name', ({ name, input, expected, settings }) => {
    it('is rewritten as expected', () => {
      const plan = planOf(name);
      const after = filesAfter(input, plan);
      const written = comparableTokens(
        new Map(plan.files.map(({ path }) => [path, after.get(path) ?? '(deleted)'])),
      );
      if (process.env['UPDATE_FIXTURES'] === '1') writeExpectedTokens(name, written);
      else expect(Object.fromEntries(written)).toEqual(Object.fromEntries(expected));
      const codes = plan.findings.filter(({ severity }) => severity !== 'info');
      expect([...new Set(codes.map(({ code }) => code))].toSorted()).toEqual(settings.blocked);
      expect(plan.files.length === 0, 'nothing changes').toBe(settings.keep);
    });

    it('keeps comments, and is done after one run', async () => {
      const after = filesAfter(input, planOf(name));
      for (const [path, text] of [...input].filter(([file]) => /\.[cm]?[jt]sx?$/.test(file)))
        expect(commentsOf(path, after.get(path) ?? '').length, path).toBe(
          commentsOf(path, text).length,
        );
      expect((await planJose(folderOf(name, 'after'))).files).toEqual([]);
    });

    it.skipIf(settings.keep || settings.still)('gives what it gave before', async () => {
      const before = await resultsOf(folderOf(name, 'before'));
      expect(Object.keys(before).length).toBeGreaterThan(0);
      expect(await resultsOf(folderOf(name, 'after'))).toEqual(before);
    });
  });

  describe('types', () => {
    const typed = cases.filter(
      ({ input, settings }) => !settings.keep && [...input.keys()].some(isTypeScript),
    );
    let complaints: ReadonlyMap<string, readonly string[]> = new Map();
    const filesOf = (name: string): string[] => {
      const input = cases.find((one) => one.name === name)?.input ?? new Map<string, string>();
      return [...filesAfter(input, planOf(name)).keys()]
        .filter((path) => isTypeScript(path) && !path.includes('.test.'))
        .map((path) => join(folderOf(name, 'after'), path));
    };

    beforeAll(() => {
      complaints = typeCheck(
        root,
        typed.flatMap(({ name }) => filesOf(name)),
      );
    });

    it.each(typed)('$name', ({ name }) => {
      for (const path of filesOf(name)) expect(complaints.get(path), path).toEqual([]);
    });
  });
});
