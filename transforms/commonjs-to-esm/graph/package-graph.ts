import { posix } from 'node:path';
import { parseAndForget, type ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { PackageView } from '../../engine/transform.js';
import type { ModuleFile, RequireSite } from '../model/facts.js';
import { readModule } from '../model/read-module.js';
import { Resolver, type Target } from './resolve.js';
import { Scopes } from './scopes.js';

/** One require and what it leads to. */
export interface Link {
  readonly from: ModuleFile;
  readonly site: RequireSite;
  readonly target: Target;
}

/** One `import`, `export … from` or `import()` of a file that is an ES module already, or of any file. */
export interface EsmLink {
  readonly from: ModuleFile;
  readonly node: ts.ImportDeclaration | ts.ExportDeclaration | ts.CallExpression;
  readonly specifier: string;
  readonly target: Target;
}

/** The sources of a package, and who loads whom. */
export interface PackageGraph {
  readonly pkg: PackageView;
  readonly modules: ReadonlyMap<string, ModuleFile>;
  readonly broken: readonly ParsedFile[];
  readonly links: readonly Link[];
  readonly esmLinks: readonly EsmLink[];
  readonly resolver: Resolver;
  readonly scopes: Scopes;
  /** Links by the path of the file that has them. */
  linksOf(path: string): readonly Link[];
  /** Links by the path of the file they lead to. */
  linksTo(path: string): readonly Link[];
  esmLinksOf(path: string): readonly EsmLink[];
  esmLinksTo(path: string): readonly EsmLink[];
}

/** Reads a package. */
export function readGraph(pkg: PackageView): PackageGraph {
  const scripts = scriptPaths(pkg);
  const resolver = new Resolver(pkg, scripts);
  const scopes = new Scopes(pkg);
  const modules = new Map<string, ModuleFile>();
  const broken: ParsedFile[] = [];
  for (const path of [...pkg.files, ...scripts]) {
    const text = pkg.read(path);
    if (text === undefined || /\.d\.[cm]?ts$/.test(path)) continue;
    const file = parseAndForget(path, text);
    if (file.syntaxError) broken.push(file);
    else modules.set(path, readModule(file, scopes.typeOf(path)));
  }
  const links = [...modules.values()].flatMap((from) =>
    from.requires.map((site) => ({
      from,
      site,
      target: resolver.resolve(from.path, site.specifier),
    })),
  );
  const esmLinks = [...modules.values()].flatMap((from) => readEsmLinks(from, resolver));
  const byFrom = groupBy(links, ({ from }) => from.path);
  const byTarget = groupBy(links, ({ target }) => pathOf(target) ?? '');
  const esmByFrom = groupBy(esmLinks, ({ from }) => from.path);
  const esmByTarget = groupBy(esmLinks, ({ target }) => pathOf(target) ?? '');
  return {
    pkg,
    modules,
    broken,
    links,
    esmLinks,
    resolver,
    scopes,
    linksOf: (path) => byFrom.get(path) ?? [],
    linksTo: (path) => byTarget.get(path) ?? [],
    esmLinksOf: (path) => esmByFrom.get(path) ?? [],
    esmLinksTo: (path) => esmByTarget.get(path) ?? [],
  };
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** The source file that a target is. */
export function pathOf(target: Target): string | undefined {
  return target.kind === 'file' ? target.path : undefined;
}

/** Programs of `bin` without an extension: sources that their names do not show. */
function scriptPaths(pkg: PackageView): readonly string[] {
  const { bin } = pkg.manifest;
  const values: readonly unknown[] =
    typeof bin === 'object' && bin !== null ? Object.values(bin) : [bin];
  return [
    ...new Set(
      values
        .filter((value) => typeof value === 'string')
        .map((value) => posix.join(pkg.dir, value))
        .filter((path) => posix.extname(path) === '' && !pkg.files.includes(path))
        .filter((path) => /^#!.*\bnode\b/.test(pkg.read(path) ?? '')),
    ),
  ];
}

function readEsmLinks(from: ModuleFile, resolver: Resolver): EsmLink[] {
  const links: EsmLink[] = [];
  const add = (node: EsmLink['node'], specifier: ts.Node | undefined): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const { text } = specifier;
    links.push({ from, node, specifier: text, target: resolver.resolve(from.path, text) });
  };
  for (const statement of from.file.ast.statements)
    if (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement))
      add(statement, statement.moduleSpecifier);
  for (const call of from.dynamicImports) add(call, call.arguments[0]);
  return links;
}
