import { dirname, join } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import type { CommandContext } from '../command.js';
import { openSession } from '../session.js';
import { count } from '../text.js';
import { assignRoutes, type EntryRoutes } from '../verify/assign-routes.js';
import type { Entry } from '../verify/entry/find-entries.js';
import { generateEvents } from '../verify/events/generate.js';
import { loadEvents } from '../verify/events/load.js';
import { packageOf } from '../verify/package-of.js';
import { placeSetup } from '../verify/place-setup.js';
import type { ReplayRequest } from '../verify/run-verify.js';
import { makeSides } from '../verify/sides/make-sides.js';
import { provideHono } from '../verify/sides/provide-hono.js';
import { chooseBase, replayRequest } from '../verify/verify-workspace.js';
import { buildSetup, bundleForDeployment, type Bundle } from './bundle.js';
import type { Measured, Statuses } from './messages.js';
import { compareFigures, mediansOf, type BenchReport, type EntryFigures } from './report.js';
import { runChild } from './run-child.js';

/** Requests in each process: enough for a median of the warm ones. */
const REQUESTS = 200;
/** Longest wait for an answer, in milliseconds. */
const TIMEOUT_MS = 10_000;

/**
 * Everything behind `llrt-migrate bench`: makes the two copies, bundles every Lambda of both,
 * measures, and removes the copies again.
 *
 * @throws Failure for what the person has to put right
 */
export async function benchWorkspace(context: CommandContext): Promise<BenchReport> {
  const runs = readRuns(context);
  const session = await openSession(context);
  const { root } = session.workspace;
  const base = chooseBase(context, root, false);
  context.talk(
    `Running the code of ${root}, before and after, in child processes (Node.js ${process.version}).`,
  );
  const sides = makeSides(root, base);
  try {
    const request = await replayRequest(context, session, sides, undefined);
    const copies = [sides.after.copy, sides.before.copy];
    const { entries } = await assignRoutes(copies, request.entries, request.routes);
    const measured: EntryFigures[] = [];
    for (const served of entries) measured.push(await benchEntry(served, request, runs, context));
    if (measured.length === 0)
      throw new Failure(
        'entry-not-found',
        'No Lambda handler with routes was found, so there is nothing to measure. Name the module and its export with --entry FILE#EXPORT.',
      );
    const runtime = `Node.js ${process.version}`;
    return { schemaVersion: 1, runtime, runs, requests: REQUESTS, entries: measured };
  } finally {
    sides.remove();
  }
}

/** One version of a Lambda, and what was measured of it so far. */
interface Version {
  readonly side: 'before' | 'after';
  readonly bundle: Bundle;
  /** Setup module that Node.js can load, absolute. */
  readonly setup?: string;
  readonly measured: Measured[];
  statuses: Statuses;
}

async function benchEntry(
  served: EntryRoutes,
  request: ReplayRequest,
  runs: number,
  context: CommandContext,
): Promise<EntryFigures> {
  const { entry } = served;
  const events = eventsFor(served, request);
  const setup = placeSetup(request.sides, request.setup);
  const name = nameOf(entry);
  context.talk(
    `${name}: ${count(events.length, 'event')}, ${runs === 1 ? 'a process' : `${runs} processes`} of each version`,
  );
  const versions = await Promise.all(
    (['before', 'after'] as const).map(async (side): Promise<Version> => {
      const place = request.sides[side];
      provideHono(place, packageOf(entry.file, request.packageDirs));
      const own = setup?.options.setup?.[side];
      return {
        side,
        bundle: await bundled(join(place.copy, entry.file), name, side),
        ...(own === undefined ? {} : { setup: await buildSetup(own) }),
        measured: [],
        statuses: {},
      };
    }),
  );
  for (let run = 0; run < runs; run += 1)
    for (const version of versions) await measureOnce(version, served, events, request);
  const [before, after] = versions.map(({ bundle, measured }) => ({
    ...mediansOf(measured),
    bundleBytes: bundle.bytes,
    gzipBytes: bundle.gzipBytes,
  }));
  if (!before || !after) throw new Error('both versions are measured above');
  const [one, other] = versions.map(({ statuses }) => statuses);
  return compareFigures(name, before, after, { before: one ?? {}, after: other ?? {} });
}

/** One fresh process of a version. */
async function measureOnce(
  version: Version,
  { entry }: EntryRoutes,
  events: readonly unknown[],
  { env, signal }: ReplayRequest,
): Promise<void> {
  const { bundle, setup } = version;
  const order = {
    module: bundle.module,
    events,
    requests: REQUESTS,
    timeoutMs: TIMEOUT_MS,
    ...(entry.exportName === undefined ? {} : { handlerName: entry.exportName }),
    ...(setup === undefined ? {} : { setup }),
  };
  const where = { cwd: dirname(bundle.module), env, signal };
  const { measured, statuses } = await runChild(order, where).catch((error: unknown) =>
    notMeasured(nameOf(entry), version.side, error, signal),
  );
  version.measured.push(measured);
  version.statuses = statuses;
}

const nameOf = ({ file, exportName }: Entry): string =>
  exportName === undefined ? file : `${file}#${exportName}`;

async function bundled(entry: string, name: string, side: string): Promise<Bundle> {
  try {
    return await bundleForDeployment(entry);
  } catch (error) {
    throw new Failure(
      'bundle-failed',
      `${name}, ${side}: the code could not be bundled, so nothing was measured. ${error instanceof Error ? error.message : String(error)}\nWhere a package is missing that only the version before needs, install all of those for the measurement, in one command: npm i --no-save NAME NAME`,
    );
  }
}

function notMeasured(name: string, side: string, error: unknown, signal: AbortSignal): never {
  signal.throwIfAborted();
  throw new Failure(
    'bench-failed',
    `${name}, ${side}: ${error instanceof Error ? error.message : String(error)}. Nothing is measured of code that does not answer: give it what it needs with --setup FILE, and requests that it answers with --events PATH.`,
  );
}

/** Without events of the user's own: a request to each route that it was made for, as an HTTP API sends it. */
function eventsFor({ routes }: EntryRoutes, request: ReplayRequest): readonly unknown[] {
  const { eventsPath, selected } = request;
  const wanted = routes.filter(({ id }) => selected?.(id) ?? true);
  const ids = new Set(wanted.map(({ id }) => id));
  const events =
    eventsPath === undefined
      ? generateEvents(wanted, routes).filter(({ name }) => /^v2 .*: matching$/.test(name))
      : loadEvents(eventsPath, routes);
  const chosen = events.filter(({ route }) => ids.has(route)).map(({ event }) => event);
  if (chosen.length > 0) return chosen;
  throw new Failure(
    'no-events',
    `Nothing is measured: no event belongs to the ${wanted.length} selected routes. Check --route, --package and --events.`,
  );
}

function readRuns({ options }: CommandContext): number {
  const text = options.text('runs') ?? '9';
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1 && runs <= 1000) return runs;
  throw new Failure('option-invalid', `--runs needs a whole number from 1 to 1000, not "${text}".`);
}
