import { join } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { count } from '../text.js';
import type { EntryRoutes } from '../verify/assign-routes.js';
import type { LlrtRuntime } from '../verify/llrt/runtime.js';
import { packageOf } from '../verify/package-of.js';
import type { PlacedSetup } from '../verify/place-setup.js';
import type { ReplayRequest } from '../verify/run-verify.js';
import { provideHono } from '../verify/sides/provide-hono.js';
import { buildSetup, bundleForDeployment } from './bundle.js';
import { llrtVersion } from './llrt/llrt-version.js';
import { ratiosOf, type EntryFigures } from './report.js';
import { Measurements, runOnNode, type RunSettings, type Version } from './version.js';

/** One Lambda to measure. */
export interface EntryBench
  extends EntryRoutes, Pick<ReplayRequest, 'sides' | 'env' | 'signal' | 'packageDirs'> {
  readonly events: readonly unknown[];
  readonly setup: PlacedSetup | undefined;
  /** Also measure the version after on it. */
  readonly llrt: LlrtRuntime | undefined;
}

/**
 * Measures every version of a Lambda, in turn, so that what else the machine does meets all alike.
 *
 * @param runs processes of each version
 * @throws Failure `bundle-failed`, `bench-failed`
 */
export async function benchEntry(
  bench: EntryBench,
  runs: number,
  talk: (line: string) => void,
): Promise<EntryFigures> {
  const { entry, events, signal } = bench;
  const name = entry.exportName === undefined ? entry.file : `${entry.file}#${entry.exportName}`;
  talk(
    `${name}: ${count(events.length, 'event')}, ${runs === 1 ? 'a process' : `${runs} processes`} of each version`,
  );
  const before = await nodeVersion(bench, name, 'before');
  const after = await nodeVersion(bench, name, 'after');
  const llrt = await onLlrt(bench, name);
  const measured = [before, after, ...(llrt ? [llrt] : [])].map((one) => new Measurements(one));
  for (let run = 0; run < runs; run += 1)
    for (const one of measured)
      await one.add().catch((error: unknown) => notMeasured(name, one.version.name, error, signal));
  const [first, second, third] = measured;
  if (!first || !second) throw new Error('both versions are measured above');
  const [one, other] = [first.figures(), second.figures()];
  return {
    entry: name,
    before: one,
    after: other,
    ratios: ratiosOf(one, other),
    statuses: { before: first.statuses, after: second.statuses },
    ...(third && {
      llrt: {
        figures: third.figures(),
        ratios: ratiosOf(one, third.figures()),
        statuses: third.statuses,
      },
    }),
  };
}

function settingsOf({ entry, events, env, signal }: EntryBench): RunSettings {
  return { events, handlerName: entry.exportName, env, signal };
}

async function nodeVersion(
  bench: EntryBench,
  name: string,
  side: 'before' | 'after',
): Promise<Version> {
  const { entry, sides, setup, packageDirs } = bench;
  const place = sides[side];
  provideHono(place, packageOf(entry.file, packageDirs));
  const { setup: copies, stubs, onStubsUsed } = setup?.options ?? {};
  const bundle = await bundleForDeployment(join(place.copy, entry.file), stubs).catch(
    (error: unknown) => notBundled(name, side, error),
  );
  onStubsUsed?.(bundle.usedStubs);
  const built = copies && (await buildSetup(copies[side]));
  const run = (): ReturnType<Version['run']> => runOnNode(bundle.module, built, settingsOf(bench));
  return { name: side, size: bundle.size, run };
}

async function onLlrt(bench: EntryBench, name: string): Promise<Version | undefined> {
  const { entry, sides, setup, llrt, signal } = bench;
  if (!llrt) return undefined;
  const { setup: copies, stubs = [], onStubsUsed } = setup?.options ?? {};
  const side = { root: sides.after.copy, entry: entry.file };
  const preparation = { side, llrt, stubs, onStubsUsed, setup: copies?.after };
  return llrtVersion(preparation, settingsOf(bench)).catch((error: unknown) =>
    notMeasured(name, `after, on LLRT ${llrt.release.name}`, error, signal),
  );
}

function notBundled(name: string, side: string, error: unknown): never {
  throw new Failure(
    'bundle-failed',
    `${name}, ${side}: the code could not be bundled, so nothing was measured. ${messageOf(error)}\nWhere a package is missing that only the version before needs, install all of those for the measurement, in one command: npm i --no-save NAME NAME`,
  );
}

function notMeasured(name: string, version: string, error: unknown, signal: AbortSignal): never {
  signal.throwIfAborted();
  throw new Failure(
    'bench-failed',
    `${name}, ${version}: ${messageOf(error)}. Nothing is measured of code that does not answer: give it what it needs with --setup FILE, and requests that it answers with --events PATH.`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
