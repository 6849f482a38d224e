import type { Dependency } from '../graph/dependency.js';
import { pathOf, type Link, type PackageGraph } from '../graph/package-graph.js';

/** What a require loads that has not been loaded by requires ahead of it in the same file. */
export interface Arrivals {
  /** Paths of files of the package. */
  readonly files: ReadonlySet<string>;
  readonly dependencies: readonly Dependency[];
}

/** What a require loads that nothing ahead of it has loaded. */
export function arrivalsOf(graph: PackageGraph, link: Link): Arrivals {
  const { from, target } = link;
  const seen = new Set<string>([from.path]);
  const loaded = new Set<string>();
  for (const earlier of earlierLinks(graph, link)) {
    if (earlier.target.kind === 'dependency') loaded.add(earlier.target.dependency.specifier);
    reach(graph, pathOf(earlier.target), seen);
  }
  for (const path of seen)
    for (const { target: held, site } of path === from.path ? [] : graph.linksOf(path))
      if (held.kind === 'dependency' && site.when === 'always')
        loaded.add(held.dependency.specifier);
  const before = seen.size;
  reach(graph, pathOf(target), seen);
  const files = new Set([...seen].slice(before));
  const dependencies: Dependency[] = [];
  const take = ({ target: held }: Link): void => {
    if (held.kind === 'dependency' && !loaded.has(held.dependency.specifier))
      dependencies.push(held.dependency);
  };
  take(link);
  for (const path of files)
    for (const next of graph.linksOf(path)) if (next.site.when !== 'later') take(next);
  return { files, dependencies };
}

/** Requires of the same file that have run whenever a require of it runs. */
function earlierLinks(graph: PackageGraph, { from, site }: Link): readonly Link[] {
  return graph
    .linksOf(from.path)
    .filter(
      (other) =>
        other.site.when === 'always' &&
        (site.when !== 'always' || other.site.node.pos < site.node.pos),
    );
}

function reach(graph: PackageGraph, path: string | undefined, seen: Set<string>): void {
  if (path === undefined || seen.has(path)) return;
  seen.add(path);
  for (const { target, site } of graph.linksOf(path))
    if (site.when !== 'later') reach(graph, pathOf(target), seen);
  for (const { target } of graph.esmLinksOf(path)) reach(graph, pathOf(target), seen);
}
