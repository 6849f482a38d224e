import { ts } from '../../engine/syntax/typescript.js';
import { isAvailable } from '../graph/builtins.js';
import { pathOf, type Link, type PackageGraph } from '../graph/package-graph.js';
import type { Target } from '../graph/resolve.js';
import type { ModuleFile } from '../model/facts.js';
import { topStatement } from '../model/places.js';
import { commute, EffectLog, unite, type Effects } from './effects.js';
import { isSilent, packageEffects } from './package-effects.js';
import { EffectReader } from './read-effects.js';
import { variableResource } from './required-variables.js';

/** Tells which requires can become imports, which run before everything else in their file. */
export class LoadOrder {
  private readonly reader: EffectReader;
  private writes: ReadonlySet<string> | undefined;

  constructor(private readonly graph: PackageGraph) {
    this.reader = new EffectReader(graph);
  }

  /**
   * The first thing ahead of a require that would notice when it ran later than what the
   * require loads; undefined when there is none.
   */
  obstacle(link: Link): ts.Node | undefined {
    const { from, site } = link;
    const ahead = this.before(from, site.node).filter((node) => !isStill(node));
    if (ahead.length === 0) return undefined;
    const early = this.usedEarly(link, ahead);
    if (early) return early;
    const load = this.loadOf(link);
    if (load.reads.size === 0 && load.writes.size === 0) return undefined;
    return ahead.find((node) => !commute(this.reader.ofNodes(from, [node]), load));
  }

  /** What uses a variable of the require before it is there: an import is there from the start. */
  private usedEarly({ from, site }: Link, ahead: readonly ts.Node[]): ts.Node | undefined {
    const names = namesAt(site.node).map(variableResource);
    if (names.length === 0) return undefined;
    return ahead.find((node) => {
      const { reads } = this.reader.ofNodes(from, [node]);
      return names.some((name) => reads.has(name));
    });
  }

  /** Whether nobody can tell when a require loads its module, or that it does at all. */
  isInvisible(link: Link): boolean {
    if (link.target.kind === 'builtin') return isAvailable(link.target.specifier);
    if (link.target.kind === 'json') return true;
    if (link.target.kind === 'missing' || link.target.kind === 'outside') return false;
    const load = this.loadOf(link);
    if (load.writes.size > 0 || !this.packagesAreThere(link)) return false;
    const reads = [...load.reads].filter(
      (resource) => !/^built-ins$|^(?:module|state|variable):/.test(resource),
    );
    return reads.every((resource) => !this.written().has(resource));
  }

  /** What a require loads that has not been loaded by requires ahead of it in the same file. */
  private loadOf(link: Link): Effects {
    const files = this.newFiles(link);
    const effects = [...files].map((path) => this.reader.ownLoad(path));
    const log = new EffectLog();
    log.add(unite(effects));
    for (const path of files)
      for (const kind of ['module', 'state']) log.reads.delete(`${kind}:${path}`);
    for (const { dependency } of this.newPackages(link, files))
      log.add(packageEffects(dependency).load);
    return log;
  }

  /** What any code of the package writes: what nobody writes is the same whenever it is read. */
  private written(): ReadonlySet<string> {
    this.writes ??= new Set(
      [...this.graph.modules.keys()].flatMap((path) => [...this.reader.anything(path).writes]),
    );
    return this.writes;
  }

  /** Whether the packages that a require loads are sure to be there, and do nothing that is seen. */
  private packagesAreThere(link: Link): boolean {
    const { manifest } = this.graph.pkg;
    const { dependencies = {}, devDependencies = {} } = manifest;
    const isTest = /(?:^|\/)(?:tests?|specs?|__tests__|examples?)\/|\.(?:test|spec)\./.test(
      link.from.path,
    );
    return this.newPackages(link, this.newFiles(link)).every(({ dependency }) => {
      const { name, installed } = dependency;
      const isListed = name in dependencies || (name in devDependencies && isTest);
      return (
        isListed && installed !== undefined && isSilent(dependency) && !isGuarded(link.site.node)
      );
    });
  }

  private newFiles(link: Link): ReadonlySet<string> {
    const seen = new Set<string>([link.from.path]);
    for (const earlier of this.earlier(link)) this.reach(pathOf(earlier.target), seen);
    const before = new Set(seen);
    this.reach(pathOf(link.target), seen);
    return new Set([...seen].filter((path) => !before.has(path)));
  }

  private newPackages(
    link: Link,
    files: ReadonlySet<string>,
  ): Extract<Target, { kind: 'dependency' }>[] {
    const loaded = new Set<string>();
    const seen = new Set<string>();
    for (const { target } of this.earlier(link)) {
      if (target.kind === 'dependency') loaded.add(target.dependency.specifier);
      this.reach(pathOf(target), seen);
    }
    for (const path of seen)
      for (const { target, site } of this.graph.linksOf(path))
        if (target.kind === 'dependency' && site.when === 'always')
          loaded.add(target.dependency.specifier);
    const targets = [
      link.target,
      ...[...files].flatMap((path) =>
        this.graph
          .linksOf(path)
          .flatMap(({ target, site }) => (site.when === 'later' ? [] : [target])),
      ),
    ];
    return targets.flatMap((target) =>
      target.kind === 'dependency' && !loaded.has(target.dependency.specifier) ? [target] : [],
    );
  }

  private earlier({ from, site }: Link): readonly Link[] {
    return this.graph
      .linksOf(from.path)
      .filter(
        (other) =>
          other.site.when === 'always' &&
          (site.when !== 'always' || other.site.node.pos < site.node.pos),
      );
  }

  private reach(path: string | undefined, seen: Set<string>): void {
    if (path === undefined || seen.has(path)) return;
    seen.add(path);
    for (const { target, site } of this.graph.linksOf(path))
      if (site.when !== 'later') this.reach(pathOf(target), seen);
    for (const { from, target } of this.graph.esmLinks)
      if (from.path === path) this.reach(pathOf(target), seen);
  }

  /** What runs ahead of a require at top level: statements, and calls in the same statement. */
  private before(from: ModuleFile, node: ts.Node): ts.Node[] {
    const own = topStatement(node);
    const { statements } = from.file.ast;
    const found: ts.Node[] = statements.slice(0, statements.indexOf(own));
    const visit = (child: ts.Node): void => {
      if (child.pos >= node.pos) return;
      if (child.end <= node.pos && ts.isExpression(child)) found.push(child);
      else if (!ts.isFunctionLike(child)) ts.forEachChild(child, visit);
    };
    visit(own);
    return found;
  }
}

/** Names of the variables that a require is the value of. */
function namesAt(node: ts.Node): readonly ts.Identifier[] {
  let at = node;
  while (!ts.isSourceFile(at.parent) && !ts.isVariableDeclaration(at)) at = at.parent;
  return ts.isVariableDeclaration(at) ? namesIn(at.name) : [];
}

function namesIn(name: ts.BindingName): readonly ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? namesIn(element.name) : [],
  );
}

/** Whether a failing require would be caught. */
function isGuarded(node: ts.Node): boolean {
  for (let child = node, at = node.parent; at && !ts.isSourceFile(at); child = at, at = at.parent)
    if (ts.isTryStatement(at) && at.tryBlock === child && at.catchClause) return true;
  return false;
}

/** Whether a statement plainly does nothing but declare: most requires have only such ahead of them. */
function isStill(node: ts.Node): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isImportDeclaration(node)) return true;
  if (ts.isExpressionStatement(node)) return ts.isStringLiteral(node.expression);
  return (
    ts.isVariableStatement(node) &&
    node.declarationList.declarations.every(
      ({ name, initializer }) =>
        ts.isIdentifier(name) && (!initializer || isStillValue(initializer)),
    )
  );
}

function isStillValue(value: ts.Expression): boolean {
  if (ts.isLiteralExpression(value) || ts.isFunctionExpression(value) || ts.isArrowFunction(value))
    return true;
  return (
    ts.isCallExpression(value) &&
    ts.isIdentifier(value.expression) &&
    value.expression.text === 'require'
  );
}
