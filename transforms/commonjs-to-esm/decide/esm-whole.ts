import { readExports } from '../../engine/syntax/modules.js';
import { dualDifference } from '../graph/dual-builds.js';
import { pathOf, type Link, type PackageGraph } from '../graph/package-graph.js';
import { usesOfSite } from '../graph/site-form.js';
import type { Problem } from '../model/facts.js';

/**
 * A require of an ES module that takes more than names of it: the object it gets has another
 * shape than that of `import * as`. And one of a package whose ES module is another program.
 */
export function wholeProblem(graph: PackageGraph, link: Link): Problem | undefined {
  const { from, site } = link;
  const uses = usesOfSite(from, site);
  const builds = link.target.kind === 'dependency' ? link.target.dependency.builds : undefined;
  const name = builds && dualDifference(builds(), uses);
  if (name !== undefined) {
    const details = { specifier: site.specifier, name };
    return { code: 'dual-dependency', node: site.node, details };
  }
  if (!uses.isWhole && !uses.names.has('__esModule')) return undefined;
  if (!hasDefault(graph, link)) return undefined;
  return { code: 'esm-as-whole', node: site.node, details: { specifier: site.specifier } };
}

function hasDefault(graph: PackageGraph, { target }: Link): boolean {
  if (target.kind === 'dependency') {
    const { format, isDual, hasDefault: isThere } = target.dependency;
    return format === 'esm' && !isDual && isThere;
  }
  const module = graph.modules.get(pathOf(target) ?? '');
  if (module?.exportEquals) return false;
  return module?.format === 'esm' && readExports(module.file.ast).main !== undefined;
}
