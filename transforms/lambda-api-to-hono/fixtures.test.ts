import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { generateEvents } from '../../cli/verify/events/generate.js';
import type { ReplayEvent } from '../../cli/verify/types.js';
import type { Plan } from '../engine/plan.js';
import { readCases, readFiles, writeExpected, type FixtureCase } from './testing/fixture-case.js';
import { applyTo, filesAfter, isCompat, planAll, routesIn, shuffled } from './testing/migration.js';
import { differences, loadHandler, replay, type Observed } from './testing/replay.js';
import { makeSandbox, migrateCases, type Migrated } from './testing/sandbox.js';
import { commentsOf, reformattedLines, syntaxProblem } from './testing/text-rules.js';
import { typeCheck } from './testing/type-check.js';

const ORDERS = [1, 2] as const;
type Events = readonly ReplayEvent[];

const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
const isTypeScript = (path: string): boolean => /\.[cm]?tsx?$/.test(path);

const cases = readCases();
const sandbox = makeSandbox(cases);
const observed = new Map<string, Promise<readonly Observed[]>>();
const generated = new Map<string, readonly ReplayEvent[]>();
let migrated: ReadonlyMap<string, Migrated> = new Map();

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: 1_767_225_600_000 });
  migrated = await migrateCases(sandbox, cases);
});

afterAll(() => {
  vi.useRealTimers();
  sandbox.remove();
});

describe.each(cases)('$name', (fixture) => {
  const { name, input, expected, settings } = fixture;

  it('is rewritten as expected', () => {
    const plan = planOf(name);
    const written = changedFiles(fixture, plan);
    if (process.env['UPDATE_FIXTURES'] === '1') writeExpected(name, written);
    else expect(Object.fromEntries(written)).toEqual(Object.fromEntries(expected));
    const codes = plan.findings.filter(({ severity }) => severity === 'error');
    expect([...new Set(codes.map(({ code }) => code))].toSorted()).toEqual(settings.blocked);
    expect(plan.files.length === 0, 'nothing changes').toBe(settings.keep);
  });

  it('changes only what must change', async () => {
    const after = filesAfter(input, planOf(name));
    for (const [path, text] of [...after].filter(([file]) => isSource(file))) {
      if (!settings.keep) expect(syntaxProblem(path, text), path).toBeUndefined();
      if (!settings.moves) expect(reformattedLines(input.get(path) ?? '', text), path).toEqual([]);
    }
    const kept = [...after].flatMap(([path, text]) => commentsOf(path, text));
    for (const [path, text] of [...input].filter(([file]) => isSource(file)))
      for (const comment of commentsOf(path, text)) expect(kept, path).toContain(comment);
    expect((await planAll(sandbox.after(name))).files, 'a second run').toEqual([]);
  });

  it.skipIf(settings.keep)('answers as before', async () => {
    const events = eventsOf(fixture);
    const before = await observedBefore(fixture, events);
    const hangs = before.filter(({ outcome }) => outcome.kind === 'hang').length;
    expect(hangs > 0, 'hangs').toBe(settings.hangs);
    expect(await unlike(fixture, sandbox.after(name), events)).toEqual([]);
  });

  it.skipIf(settings.keep)('ends the same, route by route', async () => {
    const { routes } = planOf(name);
    if (routes.length < 2) return;
    const events = eventsOf(fixture).filter(isSampled);
    for (const seed of ORDERS) {
      const folder = sandbox.copy(name, `order-${seed}`);
      const order = shuffled(routes, seed);
      for (const [index, route] of order.entries()) {
        applyTo(folder, await planAll(folder, [route]));
        // The end is compared byte for byte instead.
        if (index + 1 < order.length)
          expect(await unlike(fixture, folder, events), order.join()).toEqual([]);
      }
      expect(sorted(readFiles(folder)), order.join()).toEqual(
        sorted(readFiles(sandbox.after(name))),
      );
    }
  });
});

describe('types', () => {
  const typed = cases.filter(
    ({ input, settings }) => !settings.keep && [...input.keys()].some(isTypeScript),
  );
  let complaints: ReadonlyMap<string, readonly string[]> = new Map();

  beforeAll(() => {
    const sides = [sandbox.before, sandbox.after].map((folderOf) =>
      typeCheck(
        sandbox.root,
        typed.flatMap(({ name }) => typeScriptIn(folderOf(name))),
      ),
    );
    complaints = new Map(sides.flatMap((side) => [...side]));
  });

  it.each(typed)('$name', ({ name }) => {
    for (const side of [sandbox.before, sandbox.after])
      for (const path of typeScriptIn(side(name))) expect(complaints.get(path), path).toEqual([]);
  });
});

function planOf(name: string): Plan {
  const result = migrated.get(name);
  if (!result) throw new Error(`${name} was not migrated`);
  if ('error' in result) throw result.error;
  return result.plan;
}

/** Texts of the files that a plan changes, without the compat module. */
function changedFiles({ input }: FixtureCase, plan: Plan): Map<string, string> {
  const after = filesAfter(input, plan);
  const paths = plan.files.map(({ path }) => path).filter((path) => !isCompat(path));
  return new Map(paths.map((path) => [path, after.get(path) ?? '(deleted)']));
}

/** Observes the code before, once for all tests that want the same events. */
function observedBefore(fixture: FixtureCase, events: Events): Promise<readonly Observed[]> {
  const { name, settings } = fixture;
  const key = `${name} ${events.length}`;
  const timeoutMs = settings.hangs ? 20 : undefined;
  const known = observed.get(key) ?? observe(fixture, sandbox.before(name), events, timeoutMs);
  observed.set(key, known);
  return known;
}

async function observe(
  { settings }: FixtureCase,
  folder: string,
  events: Events,
  timeoutMs?: number,
): Promise<readonly Observed[]> {
  const handler = await loadHandler(folder, settings.entry);
  return replay(handler, events, timeoutMs);
}

/** Replays events in a folder: the first differences to the code before. */
async function unlike(
  fixture: FixtureCase,
  folder: string,
  events: Events,
): Promise<readonly string[]> {
  const before = await observedBefore(fixture, events);
  const after = await observe(fixture, folder, events);
  return differences(before, after, events).slice(0, 5);
}

/** The states on the way differ in which framework answers, not in how an event is read. */
function isSampled({ name }: ReplayEvent): boolean {
  return !/^(?:v2|url|alb|alb single) /.test(name);
}

/** Events made from the routes, on every front end, and those of the case. */
function eventsOf({ name, events }: FixtureCase): Events {
  const known = generated.get(name) ?? generateEvents(routesIn(sandbox.before(name)).map(asRoute));
  generated.set(name, known);
  return [...known, ...events];
}

const asRoute = (id: string): { id: string } => ({ id });

function typeScriptIn(folder: string): string[] {
  return [...readFiles(folder).keys()].filter(isTypeScript).map((path) => join(folder, path));
}

function sorted(files: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
