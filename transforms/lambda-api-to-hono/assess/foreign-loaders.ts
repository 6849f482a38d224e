import type { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import type { RouteSite } from '../graph/routes.js';
import type { HandlerFunction, Problem } from '../handlers/context.js';

/**
 * Code of a route in files that another package loads: registrations on the same API and
 * functions that answer. What that package passes to them stays as it is.
 */
export function foreignLoaders(
  app: Application,
  site: RouteSite,
  functions: ReadonlySet<HandlerFunction>,
): Problem[] {
  const outside = app.program.pkg.loadedOutside();
  if (outside.size === 0) return [];
  const nodes = new Map<string, ts.Node>();
  for (const { file, node } of functions) nodes.set(file, node);
  for (const use of app.graph.uses)
    if (use.instance === site.use.instance) nodes.set(use.file, use.call);
  return [...nodes].flatMap(([file, node]) => {
    const name = outside.get(file);
    return name === undefined
      ? []
      : [{ code: 'loaded-by-other-package', file, node, details: { name } }];
  });
}
