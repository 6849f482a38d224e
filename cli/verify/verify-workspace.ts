import { relative, resolve, sep } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { checkSelection, makeSelection } from '../../transforms/engine/selection.js';
import { createStatus, type Status } from '../../transforms/engine/status.js';
import { openWorkspace } from '../../transforms/engine/workspace.js';
import type { CommandContext } from '../command.js';
import { readBefore } from '../journal/history.js';
import { openSession, type Session } from '../session.js';
import type { KnownRoute } from './assign-routes.js';
import { findEntries, type Entry } from './entry/find-entries.js';
import { makeRuntime, readRuntime, type ChosenRuntime } from './llrt/choose-runtime.js';
import type { VerifyReport } from './report.js';
import { runVerify, type ReplayRequest } from './run-verify.js';
import { makeSides, type Base, type SideFolders } from './sides/make-sides.js';

/**
 * Everything behind `llrt-migrate verify`: opens the workspace, makes the two copies,
 * replays, and removes the copies again, also when it is interrupted.
 *
 * @throws Failure for what the person has to put right
 */
export async function verifyWorkspace(context: CommandContext): Promise<VerifyReport> {
  const timeoutMs = readTimeout(context);
  const session = await openSession(context);
  const choice = readRuntime(context, session.request.llrt);
  const { root } = session.workspace;
  const base = chooseBase(context, root, choice !== undefined);
  const runtime = choice && makeRuntime(choice, session.workspace, context);
  context.talk(whatRuns(root, runtime));
  const sides = makeSides(root, base);
  try {
    const request = await replayRequest(context, session, sides, timeoutMs);
    if (!runtime) return await runVerify(request);
    const report = await runVerify({ ...request, llrt: runtime.llrt });
    return { ...report, runtime: runtime.report() };
  } finally {
    sides.remove();
  }
}

function whatRuns(root: string, runtime: ChosenRuntime | undefined): string {
  const node = `Node.js ${process.version}`;
  if (!runtime)
    return `Running the code of ${root}, before and after, in child processes (${node}).`;
  const { release, binary } = runtime.llrt;
  const after =
    binary === undefined
      ? `in a process of it that offers what LLRT ${release.name} does`
      : `on LLRT itself (${binary})`;
  return `Running the code of ${root} in child processes: before on ${node}, after bundled and ${after}.`;
}

/** What the options ask to replay, in two copies of the workspace. */
export async function replayRequest(
  context: CommandContext,
  session: Session,
  sides: SideFolders,
  timeoutMs: number | undefined,
): Promise<ReplayRequest> {
  const { workspace, request } = session;
  const { options, global, io, signal } = context;
  const status = createStatus(workspace, { packages: request.packages ?? [] }, session.transforms);
  const dirs = status.packages.map(({ dir }) => dir);
  const entries = namedEntries(context, workspace.root) ?? foundEntries(session, dirs);
  const listed = allRoutes(status, sides, session);
  const routes = listed.length > 0 ? listed : await routesOnHono(session, entries);
  const events = options.text('events');
  const setup = options.text('setup');
  return {
    sides,
    packageDirs: workspace.packages.map(({ dir }) => dir),
    entries,
    routes,
    ...selectionOf(session, routes),
    ...(events === undefined ? {} : { eventsPath: resolve(global.cwd, events) }),
    ...(setup === undefined ? {} : { setup: resolve(global.cwd, setup) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    env: io.env,
    signal,
    say: context.talk,
  };
}

/**
 * Routes of both versions: the last step of a migration may leave none that is
 * recognised. A route that moved to another file is one route, where it is now.
 */
function allRoutes(status: Status, sides: SideFolders, session: Session): KnownRoute[] {
  const dirs = new Set(status.packages.map(({ dir }) => dir));
  const before = createStatus(openWorkspace({ cwd: sides.before.copy }), {}, session.transforms);
  const now = status.packages.flatMap((pkg) => pkg.routes);
  const ids = new Set(now.map(({ id }) => id));
  const gone = before.packages
    .filter(({ dir }) => dirs.has(dir))
    .flatMap((pkg) => pkg.routes)
    .filter(({ id }) => !ids.has(id));
  return [...now, ...gone].map(({ id, file }) => ({ id, file }));
}

/** Loaded when it is needed: it parses a bundle of everything. */
async function routesOnHono(
  { workspace }: Session,
  entries: readonly Entry[],
): Promise<readonly KnownRoute[]> {
  const { findHonoRoutes } = await import('./entry/find-hono-routes.js');
  const members = new Map(workspace.packages.map(({ name, dir }) => [name, dir]));
  return findHonoRoutes(workspace.root, entries, members);
}

function selectionOf(
  { workspace, request }: Session,
  routes: readonly KnownRoute[],
): Pick<ReplayRequest, 'selected'> {
  const narrowed = [...(request.routes ?? []), ...(request.files ?? [])];
  if (narrowed.length === 0) return {};
  const ids = routes.map(({ id }) => id);
  const files = routes.map(({ file }) => file);
  checkSelection(request, workspace, ids, files);
  const selection = makeSelection(request, workspace, ids);
  const inFiles = new Set(routes.filter(({ file }) => selection.file(file)).map(({ id }) => id));
  return { selected: (id) => selection.route(id) && inFiles.has(id) };
}

function foundEntries({ workspace }: Session, dirs: readonly string[]): Entry[] {
  const texts = new Map<string, string>();
  for (const { dir, files } of workspace.packages) {
    if (!dirs.includes(dir)) continue;
    for (const file of files) {
      const text = workspace.texts.read(file)?.text;
      if (text !== undefined) texts.set(file, text);
    }
  }
  return findEntries(texts);
}

function namedEntries({ options, global }: CommandContext, root: string): Entry[] | undefined {
  const named = options.list('entry');
  if (named.length === 0) return undefined;
  return named.map((text) => {
    const [path = '', exportName] = text.split('#', 2);
    const file = relative(root, resolve(global.cwd, path)).split(sep).join('/');
    return exportName === undefined ? { file } : { file, exportName };
  });
}

/** What the code in the workspace is compared with. */
export function chooseBase({ options, talk }: CommandContext, root: string, isLlrt: boolean): Base {
  const revision = options.text('base');
  if (revision !== undefined) return { kind: 'revision', revision };
  const texts = readBefore(root);
  if (texts.size > 0) return { kind: 'texts', texts };
  if (isLlrt) {
    talk('Nothing was applied here, so the code as it is now is compared on both runtimes.');
    return { kind: 'texts', texts };
  }
  throw new Failure(
    'nothing-to-compare',
    `Nothing was applied in ${root}, so there is no version before to compare with. Apply first, or name a git revision with --base REF.`,
  );
}

function readTimeout({ options }: CommandContext): number | undefined {
  const text = options.text('timeout');
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Failure(
    'option-invalid',
    `--timeout ${text}: that is no number of milliseconds. Give a whole number above 0, for example 5000.`,
  );
}
