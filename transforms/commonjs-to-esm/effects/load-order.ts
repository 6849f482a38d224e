import { ts } from '../../engine/syntax/typescript.js';
import { isAvailable } from '../graph/builtins.js';
import type { Dependency } from '../graph/dependency.js';
import type { Link, PackageGraph } from '../graph/package-graph.js';
import type { ModuleFile } from '../model/facts.js';
import { topStatement } from '../model/places.js';
import { arrivalsOf } from './arrivals.js';
import { commute, EffectLog, isOfModules, type Effects, type Load } from './effects.js';
import { isSilent, packageEffects } from './package-effects.js';
import { EffectReader } from './read-effects.js';
import { variableResource } from './required-variables.js';

/** Tells which requires can become imports, which run before everything else in their file. */
export class LoadOrder {
  private readonly reader: EffectReader;
  private readonly unwritten = new Map<Effects, boolean>();
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
    const { parts, dependencies } = this.loadOf(link);
    if (parts.some(({ writes }) => writes.size > 0)) return false;
    return (
      this.packagesAreThere(link, dependencies) && parts.every((part) => this.readsUnwritten(part))
    );
  }

  /** What a require loads that has not been loaded by requires ahead of it in the same file. */
  private loadOf(link: Link): Load & { readonly dependencies: readonly Dependency[] } {
    const { files, dependencies } = arrivalsOf(this.graph, link);
    const own = [...files].map((path) => this.reader.ownLoad(path));
    const packages = dependencies.map((dependency) => packageEffects(dependency).load);
    return { files, dependencies, parts: [...new Set([...own, ...packages])] };
  }

  /** Whether a part of a load reads nothing that any code of the package may have written. */
  private readsUnwritten(part: Effects): boolean {
    const held = this.unwritten.get(part);
    if (held !== undefined) return held;
    const found = [...part.reads].every(
      (resource) => isOfModules(resource) || !this.written().has(resource),
    );
    this.unwritten.set(part, found);
    return found;
  }

  /** What any code of the package writes: what nobody writes is the same whenever it is read. */
  private written(): ReadonlySet<string> {
    if (this.writes) return this.writes;
    const log = new EffectLog();
    for (const path of this.graph.modules.keys()) log.add(this.reader.anything(path));
    return (this.writes = log.writes);
  }

  /** Whether the packages that a require loads are sure to be there, and do nothing that is seen. */
  private packagesAreThere({ from, site }: Link, packages: readonly Dependency[]): boolean {
    const { dependencies = {}, devDependencies = {} } = this.graph.pkg.manifest;
    const isTest = /(?:^|\/)(?:tests?|specs?|__tests__|examples?)\/|\.(?:test|spec)\./.test(
      from.path,
    );
    return packages.every((dependency) => {
      const { name, installed } = dependency;
      const isListed = name in dependencies || (name in devDependencies && isTest);
      return isListed && installed !== undefined && isSilent(dependency) && !isGuarded(site.node);
    });
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
