import type { PackageView, Selection } from '../../engine/transform.js';
import { crossRequires, type CrossRequire } from '../graph/cross-requires.js';
import { readGraph } from '../graph/package-graph.js';
import { decide } from './decide.js';
import type { Decision } from './decision.js';

const held = new WeakMap<readonly PackageView[], Map<string, Decision>>();

/** The decision about a package by itself, made once for a workspace. */
function decisionOf(siblings: readonly PackageView[], pkg: PackageView): Decision {
  const known = held.get(siblings) ?? new Map<string, Decision>();
  held.set(siblings, known);
  const decision = known.get(pkg.dir) ?? decide(readGraph(pkg));
  known.set(pkg.dir, decision);
  return decision;
}

/**
 * The requires of other packages that keep a package CommonJS: those that stay requires when the
 * selected packages have been converted.
 */
export function consumersLeft(pkg: PackageView, selection: Selection): readonly CrossRequire[] {
  const siblings = pkg.siblings();
  const all = crossRequires(siblings);
  const left = new Set<string>();
  // A package that stays keeps those that it requires, until nothing more is kept.
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const { from, path, to } of all) {
      if (left.has(to.dir) || !staysRequire(siblings, from, path, selection, left)) continue;
      left.add(to.dir);
      isNew = true;
    }
  }
  return all.filter(
    ({ from, path, to }) =>
      to.dir === pkg.dir && staysRequire(siblings, from, path, selection, left),
  );
}

function staysRequire(
  siblings: readonly PackageView[],
  from: PackageView,
  path: string,
  selection: Selection,
  left: ReadonlySet<string>,
): boolean {
  if (!selection.package(from.dir) || left.has(from.dir)) return true;
  const decision = decisionOf(siblings, from);
  return decision.refusal !== undefined || !decision.converted.has(path);
}
