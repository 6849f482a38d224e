import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { compareObservations } from '../../../cli/verify/compare/differences.js';
import { pickHandler, type Handler } from '../../../cli/verify/child/handler.js';
import { invoke } from '../../../cli/verify/child/invoke.js';
import type { Outcome, ReplayEvent } from '../../../cli/verify/types.js';

const require = createRequire(import.meta.url);
const ENTRIES = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].flatMap((extension) => [
  `index.${extension}`,
  `src/index.${extension}`,
]);

let bundles = 0;

/** What one event did: how it ended, and the lines it printed. */
export interface Observed {
  readonly outcome: Outcome;
  readonly printed: readonly string[];
}

/**
 * Bundles the entry of a package and loads it anew, so that no state is shared.
 *
 * @param folder of the package; the bundle goes beside it, where lambda-api and hono must be found
 * @param entry `FILE` or `FILE#EXPORT`; default `main` of package.json, else index
 * @throws Error when a module or an imported name does not exist, or loading fails
 */
export async function loadHandler(folder: string, entry: string | undefined): Promise<Handler> {
  const [file, exportName] = (entry ?? entryOf(folder)).split('#', 2);
  const outfile = join(folder, '..', 'bundles', `${(bundles += 1)}.cjs`);
  const { warnings } = await build({
    absWorkingDir: folder,
    entryPoints: [file ?? ''],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'silent',
  });
  // A name that a module does not export is a warning to esbuild and `undefined` to the code.
  const missing = warnings.find(({ id }) => id === 'import-is-undefined');
  if (missing) throw new Error(missing.text);
  return pickHandler(require(outfile) as object, exportName);
}

/**
 * Runs events in order and records what each did. Waits for one before it starts the next.
 *
 * @param timeoutMs after which an event counts as hanging
 */
export async function replay(
  handler: Handler,
  events: readonly ReplayEvent[],
  timeoutMs = 500,
): Promise<readonly Observed[]> {
  const observed: Observed[] = [];
  const restore = capture();
  try {
    for (const [index, { event, context = {} }] of events.entries()) {
      restore.printed.length = 0;
      const message = { type: 'event', index, context, now: 0, timeoutMs } as const;
      const running = invoke(
        handler,
        { ...message, event: structuredClone(event) },
        () => timeoutMs,
      );
      const timer = setTimeout(() => running.end({ kind: 'hang', why: 'no answer' }), timeoutMs);
      const outcome = await running.outcome;
      clearTimeout(timer);
      observed.push({ outcome, printed: [...restore.printed] });
    }
  } finally {
    restore.stop();
  }
  return observed;
}

/**
 * What differs between two replays of the same events, one line each; empty when nothing
 * does. Events that hung before are left out: an answer is better than none.
 */
export function differences(
  before: readonly Observed[],
  after: readonly Observed[],
  events: readonly ReplayEvent[],
): readonly string[] {
  return events.flatMap(({ name, event }, index) => {
    const [left, right] = [before[index], after[index]];
    if (!left || !right) return [`${name}: not replayed`];
    if (left.outcome.kind === 'hang') return [];
    const found = compareObservations(asObservation(left), asObservation(right), event);
    const lines = found.differences.map(
      ({ field, before: was, after: is }) => `${name}: ${field}: ${was} -> ${is}`,
    );
    const printed = [left, right].map((side) => side.printed.join('\n'));
    if (printed[0] !== printed[1]) lines.push(`${name}: prints ${printed[0]} -> ${printed[1]}`);
    return lines;
  });
}

function asObservation({ outcome }: Observed): Parameters<typeof compareObservations>[0] {
  return { outcome, calls: [], uncaught: [] };
}

function entryOf(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    main?: string;
  };
  const found = manifest.main ?? ENTRIES.find((path) => existsSync(join(folder, path)));
  if (found === undefined) throw new Error(`${folder} has no entry module`);
  return found;
}

interface Capture {
  readonly printed: string[];
  stop(): void;
}

/** Collects what is printed. Objects are not looked into: the whole request prints differently. */
function capture(): Capture {
  const printed: string[] = [];
  const names = ['log', 'info', 'warn', 'error', 'debug'] as const;
  const real = names.map((name) => [name, console[name]] as const);
  for (const name of names)
    console[name] = (...values: unknown[]) => {
      const texts = values.map((value) => (typeof value === 'object' ? '[object]' : String(value)));
      printed.push(`${name} ${texts.join(' ')}`);
    };
  return {
    printed,
    stop() {
      for (const [name, print] of real) console[name] = print;
    },
  };
}
