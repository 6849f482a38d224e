import { ts } from '../../engine/syntax/typescript.js';
import { findCycles } from '../graph/cycles.js';
import { pathOf, type Link, type PackageGraph } from '../graph/package-graph.js';
import { formOf } from '../graph/site-form.js';
import type { ModuleFile, Problem } from '../model/facts.js';
import { isInFunction } from '../model/places.js';
import { targetsOf } from './chain-targets.js';

/** A problem of one file. */
export interface PlacedProblem {
  readonly path: string;
  readonly problem: Problem;
}

/** Files in cycles, and those whose imports would not be ready when they need them. */
export interface Cycles {
  readonly members: ReadonlySet<string>;
  readonly problems: readonly PlacedProblem[];
}

/**
 * Looks at the files that load each other.
 *
 * @param links those that become imports
 */
export function readCycles(graph: PackageGraph, links: readonly Link[]): Cycles {
  const next = new Map<string, Link[]>();
  for (const link of links) next.set(link.from.path, [...(next.get(link.from.path) ?? []), link]);
  const targets = (path: string): string[] =>
    (next.get(path) ?? []).flatMap(({ target }) => pathOf(target) ?? []);
  const cycles = findCycles(graph.modules.keys(), targets);
  const problems: PlacedProblem[] = [];
  for (const members of cycles) problems.push(...problemsOf(graph, links, new Set(members)));
  return { members: new Set(cycles.flat()), problems };
}

function problemsOf(
  graph: PackageGraph,
  links: readonly Link[],
  members: ReadonlySet<string>,
): PlacedProblem[] {
  const inside = links.filter(
    ({ from, target }) => members.has(from.path) && members.has(pathOf(target) ?? ''),
  );
  const outside = [...members].filter((path) =>
    [...graph.linksTo(path), ...graph.esmLinksTo(path)].some(({ from }) => !members.has(from.path)),
  );
  const found = new Map<Link, Problem>();
  for (const entry of outside.length > 0 ? outside : members) {
    const order = evaluationOrder(entry, inside);
    for (const link of inside) {
      const [own, other] = [
        order.indexOf(link.from.path),
        order.indexOf(pathOf(link.target) ?? ''),
      ];
      if (other < own) continue;
      const problem = earlyProblem(graph, link, members);
      if (problem) found.set(link, problem);
    }
  }
  return [...found].map(([{ from }, problem]) => ({ path: from.path, problem }));
}

/** The order in which the files of a cycle are evaluated when one of them is loaded first. */
function evaluationOrder(entry: string, inside: readonly Link[]): string[] {
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    for (const { from, target } of inside) if (from.path === path) visit(pathOf(target) ?? '');
    order.push(path);
  };
  visit(entry);
  return order;
}

/** What goes wrong with an import whose file is evaluated later than the file that imports it. */
function earlyProblem(
  graph: PackageGraph,
  link: Link,
  members: ReadonlySet<string>,
): Problem | undefined {
  const { from, site, target } = link;
  const others = [...members].filter((path) => path !== from.path).join(', ') || 'itself';
  const problem: Problem = { code: 'circular-require', node: site.node, details: { others } };
  if (usesWhileLoading(link)) return problem;
  if (site.when === 'later') return undefined;
  const other = graph.modules.get(pathOf(target) ?? '');
  return other && getsFinalValue(graph, link, other, members) ? undefined : problem;
}

/** Whether a file needs what it requires before it has been loaded itself. */
function usesWhileLoading({ from, site }: Link): boolean {
  const form = formOf(site);
  if (form.kind === 'effect') return false;
  if (form.kind === 'value' || form.kind === 'member') return !isInFunction(site.node);
  const names =
    form.kind === 'whole'
      ? [form.name]
      : form.pattern.elements.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
  return names.some((name) =>
    from.bindings
      .references(name)
      .some((id) => !isInFunction(id) || isCalledWhileLoading(from, id)),
  );
}

/** Whether all functions around a node may be called while their file is loaded. */
function isCalledWhileLoading(module: ModuleFile, node: ts.Node): boolean {
  for (let at = node.parent; at && !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at) && !mayRunAtOnce(module, at)) return false;
  return true;
}

function mayRunAtOnce(module: ModuleFile, made: ts.Node): boolean {
  if (isCallee(made)) return true;
  const name = functionName(made);
  return name !== undefined && module.bindings.references(name).some((id) => isUsedAtOnce(id));
}

/** Whether a function or class is used at top level, other than by naming it in an export. */
function isUsedAtOnce(id: ts.Identifier): boolean {
  if (isInFunction(id)) return false;
  const { parent } = id;
  if (isCallee(id)) return true;
  return ts.isPropertyAccessExpression(parent) && parent.expression === id && isCallee(parent);
}

function functionName(node: ts.Node): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(node)) return node.name;
  const { parent } = node;
  if (ts.isClassLike(parent)) return parent.name;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name : undefined;
}

function isCallee(node: ts.Node): boolean {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return (
    (ts.isCallExpression(at.parent) || ts.isNewExpression(at.parent)) &&
    (at.parent.expression === at || (at.parent.arguments ?? []).some((argument) => argument === at))
  );
}

/**
 * Whether what a require gets before its file is ready is what it would get afterwards: the same
 * object that is filled later, or exports that were all set ahead of the requires of that file.
 */
function getsFinalValue(
  graph: PackageGraph,
  { site }: Link,
  other: ModuleFile,
  members: ReadonlySet<string>,
): boolean {
  const first = graph
    .linksOf(other.path)
    .find(({ target, site: own }) => own.when === 'always' && members.has(pathOf(target) ?? ''));
  const isComplete = other.exportRefs.every(
    ({ use, node }) =>
      !['write', 'replace'].includes(use) || node.pos < (first?.site.node.pos ?? 0),
  );
  if (isComplete) return true;
  const isReplaced = other.chains.some(
    (chain) => targetsOf(chain, other.exportRefs).replaced.length > 0,
  );
  return !isReplaced && formOf(site).kind === 'whole';
}
