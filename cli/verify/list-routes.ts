import { createStatus } from '../../transforms/engine/status.js';
import { makeSelection } from '../../transforms/engine/selection.js';
import type { CommandContext } from '../command.js';
import { openSession } from '../session.js';
import { findEntries } from './entry/find-entries.js';

/**
 * Ids of the selected routes of the workspace, whether they are on lambda-api or on Hono.
 *
 * @throws Failure for a workspace that cannot be read and for a selection of nothing
 */
export async function listRoutes(context: CommandContext): Promise<readonly string[]> {
  const { workspace, request, transforms } = await openSession(context);
  const { packages = [], routes = [] } = request;
  const status = createStatus(workspace, { packages }, transforms);
  const listed = status.packages.flatMap((pkg) => pkg.routes.map(({ id }) => id));
  const dirs = new Set(status.packages.map(({ dir }) => dir));
  const ids = listed.length > 0 ? listed : await idsOnHono(workspace, dirs);
  if (routes.length === 0) return ids;
  const selection = makeSelection(request, workspace, ids);
  return ids.filter((id) => selection.route(id));
}

async function idsOnHono(
  workspace: Parameters<typeof createStatus>[0],
  dirs: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { findHonoRoutes } = await import('./entry/find-hono-routes.js');
  const files = workspace.packages.filter(({ dir }) => dirs.has(dir)).flatMap((pkg) => pkg.files);
  const texts = files.map((file) => [file, workspace.texts.read(file)?.text ?? ''] as const);
  const members = new Map(workspace.packages.map(({ name, dir }) => [name, dir]));
  const found = await findHonoRoutes(workspace.root, findEntries(new Map(texts)), members);
  return found.map(({ id }) => id);
}
