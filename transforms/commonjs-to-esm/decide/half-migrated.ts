import { posix } from 'node:path';
import { pathOf, type PackageGraph } from '../graph/package-graph.js';
import type { PlacedProblem } from './cycle-problems.js';

/** The module that the migration from lambda-api to Hono puts beside the code, whatever its extension. */
const COMPAT_MODULE = /^lambda-api-compat\.[cm]?[jt]s$/;

/**
 * Requires of lambda-api in a package whose routes are on their way to Hono: both forms of a
 * function stand side by side then, and bringing that to its end needs the modules as they are.
 */
export function halfMigratedProblems(graph: PackageGraph): PlacedProblem[] {
  const isBegun = graph.links.some(({ target }) =>
    COMPAT_MODULE.test(posix.basename(pathOf(target) ?? '')),
  );
  if (!isBegun) return [];
  return graph.links.flatMap(({ from, site, target }) =>
    target.kind === 'dependency' && target.dependency.name === 'lambda-api'
      ? [{ path: from.path, problem: { code: 'routes-half-migrated', node: site.node } }]
      : [],
  );
}
