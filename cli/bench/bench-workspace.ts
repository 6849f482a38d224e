import { Failure } from '../../transforms/engine/failure.js';
import type { CommandContext } from '../command.js';
import { openSession, type Session } from '../session.js';
import { assignRoutes, type Assignment } from '../verify/assign-routes.js';
import { makeRuntime, readRuntime, type ChosenRuntime } from '../verify/llrt/choose-runtime.js';
import { placeSetup } from '../verify/place-setup.js';
import type { ReplayRequest } from '../verify/run-verify.js';
import { makeSides } from '../verify/sides/make-sides.js';
import { chooseBase, replayRequest } from '../verify/verify-workspace.js';
import { benchEntry, type EntryBench } from './bench-entry.js';
import { chooseEvents } from './choose-events.js';
import type { BenchReport, EntryFigures, Unmeasured } from './report.js';
import { REQUESTS } from './version.js';

/**
 * Everything behind `llrt-migrate bench`: makes the two copies, bundles every Lambda of both,
 * measures, and removes the copies again.
 *
 * @throws Failure for what the person has to put right
 */
export async function benchWorkspace(context: CommandContext): Promise<BenchReport> {
  const runs = readRuns(context);
  const session = await openSession(context);
  const choice = readRuntime(context, session.request.llrt);
  const runtime = choice && makeRuntime(choice, session.workspace, context);
  const { root } = session.workspace;
  const base = chooseBase(context, root, choice !== undefined);
  context.talk(whatRuns(root, runtime));
  const sides = makeSides(root, base);
  try {
    const request = await replayRequest(context, session, sides, undefined);
    const copies = [sides.after.copy, sides.before.copy];
    const assignment = await assignRoutes(copies, request.entries, request.routes);
    const measured = await benchAll(assignment, { request, runs, runtime, session, context });
    const llrt = runtime?.report();
    return {
      schemaVersion: 1,
      runtime: `Node.js ${process.version}`,
      ...(llrt && { llrt: { llrt: llrt.llrt, sdk: llrt.sdk, engine: llrt.engine } }),
      runs,
      requests: REQUESTS,
      ...measured,
    };
  } finally {
    sides.remove();
  }
}

function whatRuns(root: string, runtime: ChosenRuntime | undefined): string {
  const node = `Running the code of ${root}, before and after, in child processes (Node.js ${process.version})`;
  if (!runtime) return `${node}.`;
  const { release, binary } = runtime.llrt;
  return binary === undefined
    ? `${node}, and after in processes of it that offer what LLRT ${release.name} does: these times are not those of LLRT.`
    : `${node}, and after on LLRT itself (${binary}).`;
}

interface BenchContext {
  readonly request: ReplayRequest;
  readonly runs: number;
  readonly runtime: ChosenRuntime | undefined;
  readonly session: Session;
  readonly context: CommandContext;
}

async function benchAll(
  { entries, unserved }: Assignment,
  { request, runs, runtime, context }: BenchContext,
): Promise<Pick<BenchReport, 'entries' | 'unmeasured'>> {
  const { selected, sides, env, signal, packageDirs, say } = request;
  const setup = placeSetup(sides, request.setup);
  const figures: EntryFigures[] = [];
  const unmeasured: Unmeasured[] = unserved
    .filter(({ id }) => selected?.(id) ?? true)
    .map(({ id }) => ({
      id,
      why: 'no handler that was found leads to it; name that with --entry',
    }));
  for (const served of entries) {
    const { events, missed } = chooseEvents(served, request);
    unmeasured.push(...missed.map((id) => ({ id, why: 'no event is for it' })));
    if (events.length === 0) continue;
    const llrt = runtime?.llrt;
    const bench: EntryBench = { ...served, events, setup, sides, env, signal, packageDirs, llrt };
    figures.push(await benchEntry(bench, runs, context.talk));
  }
  if (figures.length === 0) throw nothingMeasured(entries.length);
  const unused = setup?.unused() ?? [];
  if (unused.length > 0)
    say(`No code that ran imports what --setup stubs: ${unused.join(', ')}. Check the spelling.`);
  return { entries: figures, unmeasured };
}

function nothingMeasured(entries: number): Failure {
  return entries === 0
    ? new Failure(
        'entry-not-found',
        'No Lambda handler with routes was found, so there is nothing to measure. Name the module and its export with --entry FILE#EXPORT.',
      )
    : new Failure(
        'no-events',
        'Nothing is measured: no event belongs to the selected routes. Check --route, --package and --events.',
      );
}

function readRuns({ options }: CommandContext): number {
  const text = options.text('runs') ?? '9';
  const runs = Number(text);
  if (Number.isInteger(runs) && runs >= 1 && runs <= 1000) return runs;
  throw new Failure('option-invalid', `--runs needs a whole number from 1 to 1000, not "${text}".`);
}
