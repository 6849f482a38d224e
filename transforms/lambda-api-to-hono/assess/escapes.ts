import type { Application } from '../application.js';
import type { ApiInstance, Escape } from '../graph/model.js';
import { covers, type RouteSite } from '../graph/routes.js';
import type { Problem } from '../handlers/context.js';

/** Places where an API goes out of sight. */
export function escapesOf(app: Application, instance: ApiInstance): Escape[] {
  return app.graph.escapes.filter((at) => at.instance === instance);
}

/** Whether what happens out of sight may concern every route of the API. */
export function coversAll({ below }: Escape, instance: ApiInstance): boolean {
  return below === undefined || below.length <= instance.base.length;
}

/** Functions that cannot be found and are registered under a prefix of the route: they may have routes that run first. */
export function escapeProblems(app: Application, site: RouteSite): Problem[] {
  const { instance, mounts } = site.use;
  const segments = site.segments ?? [];
  return escapesOf(app, instance)
    .filter((escape) => !coversAll(escape, instance))
    .filter(({ below = [] }) =>
      mounts.some((mount) => covers([...below, '*'], [...mount, ...segments])),
    )
    .map(({ file, node, reason }) => ({ code: 'api-escapes', file, node, details: { reason } }));
}
