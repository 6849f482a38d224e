import { ts } from '../../engine/syntax/typescript.js';
import type { EsmLink, PackageGraph } from './package-graph.js';
import { merge, usesOfSite, type Uses } from './site-form.js';

/** What the files of a package take of one of them. */
export interface Demand extends Uses {
  /** ES modules take the default export, which is the exports object of a CommonJS module. */
  readonly esmDefault: boolean;
  /** Names that ES modules take. */
  readonly esmNames: ReadonlySet<string>;
  /** ES modules take all names, by `import *`, `export *` or `import()`. */
  readonly esmAll: boolean;
  /** Whether any file of the package loads it. */
  readonly isLoaded: boolean;
}

/** What the other files of a package take of a file. */
export function demandOn(graph: PackageGraph, path: string): Demand {
  const links = graph.linksTo(path);
  const esm = graph.esmLinksTo(path).map(esmUses);
  const uses = merge(links.map(({ from, site }) => usesOfSite(from, site)));
  return {
    ...uses,
    esmDefault: esm.some(({ names }) => names.has('default')),
    esmNames: new Set(esm.flatMap(({ names }) => [...names]).filter((name) => name !== 'default')),
    esmAll: esm.some(({ isWhole }) => isWhole),
    isLoaded: links.length + esm.length > 0,
  };
}

function esmUses({ node }: EsmLink): Uses {
  if (ts.isCallExpression(node)) return { names: new Set(['default']), isWhole: true };
  if (ts.isExportDeclaration(node)) {
    const clause = node.exportClause;
    if (!clause || !ts.isNamedExports(clause)) return { names: new Set(), isWhole: true };
    const names = clause.elements.map(({ propertyName, name }) => (propertyName ?? name).text);
    return { names: new Set(names), isWhole: false };
  }
  const clause = node.importClause;
  const names = new Set<string>();
  if (!clause) return { names, isWhole: false };
  if (clause.name) names.add('default');
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamedImports(bindings))
    for (const { propertyName, name } of bindings.elements) names.add((propertyName ?? name).text);
  return { names, isWhole: bindings !== undefined && ts.isNamespaceImport(bindings) };
}
