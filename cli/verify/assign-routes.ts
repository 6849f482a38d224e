import type { Entry } from './entry/find-entries.js';
import { reachableFiles } from './entry/reachable.js';

/** A route and the file that registers it. */
export interface KnownRoute {
  readonly id: string;
  /** Relative to the workspace root. */
  readonly file: string;
}

/** A handler and the routes that it serves. */
export interface EntryRoutes {
  readonly entry: Entry;
  readonly routes: readonly KnownRoute[];
}

/** Who serves what, and what nobody serves. */
export interface Assignment {
  readonly entries: readonly EntryRoutes[];
  readonly unserved: readonly KnownRoute[];
}

/**
 * Gives each handler the routes whose registration it imports. A handler whose imports
 * cannot be followed, and the only handler there is, gets all routes.
 *
 * @param roots the copies of the workspace; a route counts when any of them leads to it
 */
export async function assignRoutes(
  roots: readonly string[],
  entries: readonly Entry[],
  routes: readonly KnownRoute[],
): Promise<Assignment> {
  const only = entries.length === 1 ? entries[0] : undefined;
  if (only) return { entries: [{ entry: only, routes }], unserved: [] };
  const assigned: EntryRoutes[] = [];
  for (const entry of entries) {
    const reached = await Promise.all(roots.map((root) => reachableFiles(root, entry.file)));
    const own = routes.filter(({ file }) =>
      reached.some((files) => files === undefined || files.has(file)),
    );
    assigned.push({ entry, routes: own });
  }
  const served = new Set(assigned.flatMap((one) => one.routes));
  return {
    entries: assigned.filter((one) => one.routes.length > 0),
    unserved: routes.filter((route) => !served.has(route)),
  };
}
