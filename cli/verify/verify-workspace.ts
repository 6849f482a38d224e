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
  checkRuntime(context);
  const session = await openSession(context);
  const { root } = session.workspace;
  const base = chooseBase(context, root);
  context.talk(
    `Running the code of ${root}, before and after, in child processes (Node.js ${process.version}).`,
  );
  const sides = makeSides(root, base);
  try {
    return await runVerify(replayRequest(context, session, sides, timeoutMs));
  } finally {
    sides.remove();
  }
}

function replayRequest(
  context: CommandContext,
  session: Session,
  sides: SideFolders,
  timeoutMs: number | undefined,
): ReplayRequest {
  const { workspace, request } = session;
  const { options, global, io, signal } = context;
  const status = createStatus(workspace, { packages: request.packages ?? [] }, session.transforms);
  const dirs = status.packages.map(({ dir }) => dir);
  const routes = allRoutes(status, sides, session);
  const events = options.text('events');
  const setup = options.text('setup');
  return {
    sides,
    packageDirs: workspace.packages.map(({ dir }) => dir),
    entries: namedEntries(context, workspace.root) ?? foundEntries(session, dirs),
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

function chooseBase({ options }: CommandContext, root: string): Base {
  const revision = options.text('base');
  if (revision !== undefined) return { kind: 'revision', revision };
  const texts = readBefore(root);
  if (texts.size > 0) return { kind: 'texts', texts };
  throw new Failure(
    'nothing-to-compare',
    `Nothing was applied in ${root}, so there is no version before to compare with. Apply first, or name a git revision with --base REF.`,
  );
}

function checkRuntime({ options }: CommandContext): void {
  const runtime = options.text('runtime') ?? 'node';
  if (runtime === 'node') return;
  const what =
    runtime === 'llrt'
      ? 'This version cannot restrict a process to LLRT yet'
      : `There is no runtime "${runtime}"`;
  throw new Failure('runtime-unavailable', `--runtime ${runtime}: ${what}. Use --runtime node.`);
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
