import { Failure } from '../../transforms/engine/failure.js';
import {
  assignRoutes,
  type Assignment,
  type EntryRoutes,
  type KnownRoute,
} from './assign-routes.js';
import type { Entry } from './entry/find-entries.js';
import type { CodeWords } from './events/code-words.js';
import { generateEvents } from './events/generate.js';
import { loadEvents } from './events/load.js';
import { NO_ROUTE } from './events/route-id.js';
import type { LlrtRuntime } from './llrt/runtime.js';
import { checkInstalled } from './missing-package.js';
import { packageOf } from './package-of.js';
import { wordsOfSources } from './words-of-sources.js';
import { placeSetup, type PlacedSetup } from './place-setup.js';
import { mergeReports, type VerifyReport } from './report.js';
import { provideHono } from './sides/provide-hono.js';
import type { SideFolders } from './sides/make-sides.js';
import type { ReplayEvent } from './types.js';
import { verifySides } from './verify-sides.js';

/** Milliseconds between two lines of progress. */
const PROGRESS_MS = 10_000;

/** What to replay in a workspace. */
export interface ReplayRequest {
  readonly sides: SideFolders;
  /** Package folders relative to the root, `''` for the root package. */
  readonly packageDirs: readonly string[];
  readonly entries: readonly Entry[];
  /** Every route of the application, before or after. */
  readonly routes: readonly KnownRoute[];
  /** Which routes were asked for; all without it. */
  readonly selected?: (route: string) => boolean;
  /** File or folder of events, absolute; without it events are generated. */
  readonly eventsPath?: string;
  /** Absolute path of the module that is loaded first. */
  readonly setup?: string;
  readonly timeoutMs?: number;
  /** Runs the code after on LLRT. */
  readonly llrt?: LlrtRuntime;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Replays events through every Lambda handler of a workspace, before and after.
 *
 * @throws Failure `entry-not-found`, `no-routes`, `events-unreadable`, `no-events`, `package-missing`,
 * `setup-missing`, `stubs-unreadable`
 */
export async function runVerify(request: ReplayRequest): Promise<VerifyReport> {
  const { sides, entries, routes, say } = request;
  if (entries.length === 0) throw noEntry();
  if (routes.length === 0 && request.eventsPath === undefined) throw noRoutes();
  const assignment = await assignRoutes([sides.after.copy, sides.before.copy], entries, routes);
  warnUnserved(assignment, request);
  const setup = placeSetup(sides, request.setup);
  const reports: VerifyReport[] = [];
  for (const served of assignment.entries) {
    const words =
      request.eventsPath === undefined ? await wordsOfSources(sides, served) : undefined;
    const events = eventsFor(served, request, assignment.entries.length > 1, words);
    if (events.length === 0) continue;
    say(`${entryName(served.entry)}: ${events.length} events`);
    const report = await replayEntry(served.entry, events, request, setup);
    const own = packageOf(served.entry.file, request.packageDirs);
    checkInstalled(report, sides, [own, ...request.packageDirs, '']);
    sayLoadFailure(report, served.entry, request);
    reports.push(report);
  }
  if (reports.length === 0) throw noEvents(request);
  const unused = setup?.unused() ?? [];
  if (unused.length > 0) {
    say(`No code that ran imports what --setup stubs: ${unused.join(', ')}. Check the spelling.`);
  }
  return mergeReports(reports);
}

function replayEntry(
  entry: Entry,
  events: readonly ReplayEvent[],
  request: ReplayRequest,
  setup: PlacedSetup | undefined,
): Promise<VerifyReport> {
  const { sides, say, timeoutMs, llrt, env, signal } = request;
  const packageDir = packageOf(entry.file, request.packageDirs);
  for (const place of [sides.before, sides.after]) {
    const version = provideHono(place, packageDir);
    if (version === undefined || place === sides.before) continue;
    say(`hono is not installed: running with the version of llrt-migrate, ${version}.`);
  }
  const side = {
    packageDir,
    entry: entry.file,
    ...(entry.exportName === undefined ? {} : { handlerName: entry.exportName }),
  };
  return verifySides({
    before: { ...side, root: sides.before.copy },
    after: { ...side, root: sides.after.copy },
    events,
    env,
    signal,
    onProgress: slowly(say),
    ...(setup === undefined ? {} : setup.options),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(llrt === undefined ? {} : { llrt }),
  });
}

/** Tells how far the replay is, when it takes long. */
function slowly(say: (line: string) => void): (done: number, total: number) => void {
  let told = Date.now();
  return (done, total) => {
    if (Date.now() - told < PROGRESS_MS || done === total) return;
    told = Date.now();
    say(`${done} of ${total} events`);
  };
}

function eventsFor(
  { entry, routes }: EntryRoutes,
  request: ReplayRequest,
  several: boolean,
  words?: CodeWords,
): readonly ReplayEvent[] {
  const { eventsPath, selected } = request;
  const wanted = routes.filter(({ id }) => selected?.(id) ?? true);
  const ids = new Set([...wanted.map(({ id }) => id), ...(selected ? [] : [NO_ROUTE])]);
  const events =
    eventsPath === undefined
      ? generateEvents(wanted, routes, words)
      : loadEvents(eventsPath, routes);
  const chosen = events.filter(({ route }) => ids.has(route));
  if (!several) return chosen;
  return chosen.map((event) => ({ ...event, name: `${entryName(entry)} ${event.name}` }));
}

function sayLoadFailure(report: VerifyReport, entry: Entry, { say, llrt }: ReplayRequest): void {
  const first = report.routes[0]?.different[0];
  for (const [name, view] of Object.entries({ before: first?.before, after: first?.after })) {
    if (view?.outcome !== 'load-failed') continue;
    if (llrt && name === 'after') {
      say(`${entryName(entry)} does not start on LLRT ${llrt.release.name}: ${view.why}`);
      continue;
    }
    say(`${entryName(entry)} could not be loaded by itself, ${name}: ${view.why}`);
    say(NEEDS_SETUP);
  }
}

const NEEDS_SETUP =
  "Nothing is shown about it. Give it what it needs (environment variables, stubs, installed packages) in a module, and name that with --setup FILE. Packages of the workspace and aliases of tsconfig.json are bundled, so a setup module replaces them by exporting them by name: export const stubs = { '@acme/tables': { ... } }.";

function entryName({ file, exportName }: Entry): string {
  return exportName === undefined ? file : `${file}#${exportName}`;
}

function warnUnserved({ unserved }: Assignment, { say, selected }: ReplayRequest): void {
  const missed = unserved.filter(({ id }) => selected?.(id) ?? true);
  if (missed.length === 0) return;
  const names = missed.map(({ id, file }) => `${id} (${file})`).join(', ');
  say(`Not replayed, because no Lambda handler that was found leads to them: ${names}.`);
  say('Name the handler with --entry FILE#EXPORT.');
}

function noEntry(): Failure {
  return new Failure(
    'entry-not-found',
    'No Lambda handler was found: no module exports a function that calls api.run(event, context), bridge(api) or handle(app), so nothing can be replayed. Name the module and its export with --entry FILE#EXPORT.',
  );
}

function noRoutes(): Failure {
  return new Failure(
    'no-routes',
    'No route was found in the code before or after, so there is nothing to make events from, and nothing would be shown. Give events of your own with --events PATH.',
  );
}

function noEvents({ eventsPath, routes }: ReplayRequest): Failure {
  const found =
    eventsPath === undefined
      ? 'no route was found to generate events for'
      : `no event of ${eventsPath} belongs to a selected route`;
  return new Failure(
    'no-events',
    `Nothing was replayed: ${found}, so nothing is shown about the ${routes.length} routes. Check --route, --package and --events.`,
  );
}
