import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applyPatch } from '../engine/apply-patch.js';
import type { Severity } from '../engine/finding.js';
import { createPlan, isBlocked, type Plan } from '../engine/plan.js';
import { openWorkspace } from '../engine/workspace.js';
import {
  commentsOf,
  reformattedLines,
  syntaxProblem,
} from '../lambda-api-to-hono/testing/text-rules.js';
import { commonJsFindings } from './findings.js';
import { commonJsToEsm } from './index.js';
import { placeFiles, readCases, writeExpected, type FixtureCase } from './testing/fixture-case.js';
import { inParallel, runProgram, type ProgramRun } from './testing/run-program.js';

const cases = readCases();
const root = realpathSync(mkdtempSync(join(tmpdir(), 'llrt-migrate-commonjs-')));
const plans = new Map<string, Plan>();
const runs = new Map<string, readonly ProgramRun[]>();
const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
const folderOf = (name: string, side: string): string => join(root, name, side);
const planAt = (folder: string): Promise<Plan> =>
  createPlan(openWorkspace({ cwd: folder }), {}, [commonJsToEsm]);

beforeAll(async () => {
  for (const fixture of cases) {
    const { name, input } = fixture;
    placeFiles(folderOf(name, 'before'), input);
    const plan = await planAt(folderOf(name, 'before'));
    plans.set(name, plan);
    const after = new Map(input);
    for (const [path, text] of changedFiles(fixture, plan))
      if (text === DELETED) after.delete(path);
      else after.set(path, text);
    placeFiles(folderOf(name, 'after'), after);
  }
  await inParallel(
    cases.filter(({ settings }) => !settings.still),
    async ({ name, settings }) => {
      const sides = await Promise.all(
        ['before', 'after'].map((side) => runProgram(folderOf(name, side), settings.run)),
      );
      runs.set(name, sides);
    },
  );
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each(cases)('$name', (fixture) => {
  const { name, input, expected, settings } = fixture;

  it('is rewritten as expected', () => {
    const plan = planOf(name);
    const changed = changedFiles(fixture, plan);
    if (process.env['UPDATE_FIXTURES'] === '1') writeExpected(name, changed);
    else expect(Object.fromEntries(changed)).toEqual(Object.fromEntries(expected));
    expect(codesOf(plan, 'error')).toEqual(settings.blocked);
    expect(codesOf(plan, 'info').filter((code) => PROBLEMS.has(code))).toEqual(settings.kept);
    expect(isBlocked(plan)).toBe(settings.blocked.length > 0);
  });

  it('changes only what must change', async () => {
    const plan = planOf(name);
    const changed = [...changedFiles(fixture, plan)].filter(([path]) => isSource(path));
    const kept = changed.flatMap(([path, text]) => commentsOf(path, text));
    for (const [path, text] of changed) {
      if (text === DELETED) continue;
      expect(syntaxProblem(path, text), path).toBeUndefined();
      if (!settings.dedents)
        expect(reformattedLines(input.get(path) ?? '', text), path).toEqual([]);
    }
    for (const [path] of changed)
      for (const comment of commentsOf(path, input.get(path) ?? ''))
        expect(kept, path).toContain(comment);
    expect((await planAt(folderOf(name, 'after'))).files, 'a second run').toEqual(
      settings.blocked.includes('package-kept') ? plan.files : [],
    );
  });

  it.skipIf(settings.still)('does the same', () => {
    const [before, after] = runs.get(name) ?? [];
    expect(before?.stdout, 'a program that prints nothing shows nothing').not.toBe('');
    expect(after?.stderr, 'standard error').toBe(before?.stderr);
    expect(after).toEqual(before);
  });
});

const DELETED = '(deleted)';
const PROBLEMS = new Set<string>(
  commonJsFindings.filter(({ severity }) => severity === 'error').map(({ code }) => code),
);

function codesOf({ findings }: Plan, severity: Severity): string[] {
  const found = findings.filter((finding) => finding.severity === severity);
  return [...new Set(found.map(({ code }) => code))].toSorted();
}

function planOf(name: string): Plan {
  const plan = plans.get(name);
  if (!plan) throw new Error(`${name} was not planned`);
  return plan;
}

/** Texts of the files that a plan changes. */
function changedFiles({ input }: FixtureCase, plan: Plan): Map<string, string> {
  return new Map(
    plan.files.map(({ path, patch }) => [
      path,
      applyPatch(input.get(path) ?? null, patch) ?? DELETED,
    ]),
  );
}
