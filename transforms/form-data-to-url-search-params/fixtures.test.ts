import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../engine/plan.js';
import { applyTo, filesAfter } from '../lambda-api-to-hono/testing/migration.js';
import {
  commentsOf,
  reformattedLines,
  syntaxProblem,
} from '../lambda-api-to-hono/testing/text-rules.js';
import { typeCheck } from '../lambda-api-to-hono/testing/type-check.js';
import { readCases, writeExpected } from './testing/fixture-case.js';
import { answersOf, bundleApps, loadApp, type Answers, type Runtime } from './testing/replay.js';
import { makeSandbox, planForms } from './testing/sandbox.js';

const cases = readCases();
const sandbox = makeSandbox();
const plans = new Map<string, Plan>();
const before = new Map<string, Answers>();

const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
const isTypeScript = (path: string): boolean => /\.[cm]?tsx?$/.test(path);

beforeAll(async () => {
  for (const { name, input } of cases) {
    sandbox.place(`${name}/before`, input);
    const after = sandbox.place(`${name}/after`, input);
    const plan = await planForms(after);
    plans.set(name, plan);
    applyTo(after, plan);
  }
  const sides = cases
    .filter(({ settings }) => !settings.keep)
    .flatMap(({ name }) => [folderOf(name, 'before'), folderOf(name, 'after')]);
  await bundleApps(sides);
});

afterAll(() => sandbox.remove());

describe.each(cases)('$name', ({ name, input, expected, settings }) => {
  it('is rewritten as expected', () => {
    const plan = planOf(name);
    const after = filesAfter(input, plan);
    const written = new Map(plan.files.map(({ path }) => [path, after.get(path) ?? '(deleted)']));
    if (process.env['UPDATE_FIXTURES'] === '1') writeExpected(name, written);
    else expect(Object.fromEntries(written)).toEqual(Object.fromEntries(expected));
    const codes = plan.findings.filter(({ severity }) => severity !== 'info');
    expect([...new Set(codes.map(({ code }) => code))].toSorted()).toEqual(settings.blocked);
    expect(plan.files.length === 0, 'nothing changes').toBe(settings.keep);
  });

  it('changes only what must change', async () => {
    const after = filesAfter(input, planOf(name));
    for (const [path, text] of [...after].filter(([file]) => isSource(file))) {
      expect(syntaxProblem(path, text), path).toBe(syntaxProblem(path, input.get(path) ?? ''));
      expect(reformattedLines(input.get(path) ?? '', text), path).toEqual([]);
    }
    const kept = [...after].flatMap(([path, text]) => commentsOf(path, text));
    for (const [path, text] of [...input].filter(([file]) => isSource(file)))
      for (const comment of commentsOf(path, text)) expect(kept, path).toContain(comment);
    expect((await planForms(folderOf(name, 'after'))).files, 'a second run').toEqual([]);
  });

  it.skipIf(settings.keep)('answers as before, on every runtime', async () => {
    const was = await answersBefore(name, 'node');
    const app = loadApp(folderOf(name, 'after'));
    expect(was.size).toBeGreaterThan(0);
    const runtimes: readonly Runtime[] =
      settings.blocked.length > 0 ? ['node'] : ['node', 'without', 'empty'];
    for (const runtime of runtimes)
      expect(different(was, await answersOf(app, runtime)), runtime).toEqual([]);
  });
});

describe('types', () => {
  const typed = cases.filter(
    ({ input, settings }) => !settings.keep && [...input.keys()].some(isTypeScript),
  );
  let complaints: ReadonlyMap<string, readonly string[]> = new Map();

  beforeAll(() => {
    const sides = (['before', 'after'] as const).map((side) =>
      typeCheck(
        sandbox.root,
        typed.flatMap(({ name }) => typeScriptOf(name, side)),
      ),
    );
    complaints = new Map(sides.flatMap((side) => [...side]));
  });

  it.each(typed)('$name', ({ name }) => {
    for (const side of ['before', 'after'] as const)
      for (const path of typeScriptOf(name, side)) expect(complaints.get(path), path).toEqual([]);
  });

  function typeScriptOf(name: string, side: 'before' | 'after'): string[] {
    const found = cases.find((one) => one.name === name);
    const input = found?.input ?? new Map<string, string>();
    const files = side === 'before' ? input : filesAfter(input, planOf(name));
    return [...files.keys()].filter(isTypeScript).map((path) => join(folderOf(name, side), path));
  }
});

describe('the runtimes', () => {
  it('break the code before, so that the comparison can fail', async () => {
    const was = await answersBefore('form-get', 'node');
    const app = loadApp(folderOf('form-get', 'before'));
    expect(different(was, await answersOf(app, 'without')).length).toBeGreaterThan(10);
    expect(different(was, await answersOf(app, 'empty')).length).toBeGreaterThan(10);
  });
});

function planOf(name: string): Plan {
  const plan = plans.get(name);
  if (!plan) throw new Error(`${name} was not planned`);
  return plan;
}

function folderOf(name: string, side: 'before' | 'after'): string {
  return join(sandbox.root, name, side);
}

async function answersBefore(name: string, runtime: Runtime): Promise<Answers> {
  const known = before.get(name) ?? (await answersOf(loadApp(folderOf(name, 'before')), runtime));
  before.set(name, known);
  return known;
}

/** The first differences between two sides, short enough to be read. */
function different(was: Answers, is: Answers): readonly string[] {
  return [...was]
    .filter(([name, answer]) => is.get(name) !== answer)
    .map(([name, answer]) => `${name}: ${answer.slice(0, 200)} -> ${is.get(name)?.slice(0, 200)}`);
}
