import type { Selection } from '../engine/transform.js';
import type { Assessment } from './assess.js';
import { covers } from './graph/routes.js';

/**
 * The registrations to migrate: those selected that can be, and those that have to move
 * with them because lambda-api runs them one after the other for the same request.
 */
export function choose(assessments: readonly Assessment[], selection: Selection): Set<Assessment> {
  const chosen = new Set<Assessment>();
  const add = (entry: Assessment): void => {
    if (chosen.has(entry)) return;
    chosen.add(entry);
    for (const other of assessments)
      if (runsBefore(other, entry) || runsBefore(entry, other)) add(other);
  };
  for (const entry of assessments) {
    const { site, state } = entry;
    if (state !== 'pending' || !selection.file(site.use.file)) continue;
    if (site.ids.some((id) => selection.route(id))) add(entry);
  }
  return movable(assessments, chosen);
}

/** Of the chosen ones those whose whole company can move; what stays keeps its company too. */
function movable(
  assessments: readonly Assessment[],
  chosen: ReadonlySet<Assessment>,
): Set<Assessment> {
  const left = new Set([...chosen].filter(({ state }) => state === 'pending'));
  for (let isStable = false; !isStable;) {
    isStable = true;
    for (const entry of left) {
      const isHeld = assessments.some(
        (other) => !left.has(other) && (runsBefore(other, entry) || runsBefore(entry, other)),
      );
      if (!isHeld) continue;
      left.delete(entry);
      isStable = false;
    }
  }
  return left;
}

/** Whether the functions of one registration run ahead of another's: a wildcard or the same path registered before. */
function runsBefore(first: Assessment, second: Assessment): boolean {
  const a = first.site;
  const b = second.site;
  if (first === second || a.use.instance !== b.use.instance || a.use.order > b.use.order)
    return false;
  if (first.state === 'migrated' || second.state === 'migrated') return false;
  if (!a.segments || !b.segments || !a.methods.some((method) => b.methods.includes(method)))
    return false;
  const [segmentsA, segmentsB] = [a.segments, b.segments];
  return a.use.mounts.some((mountA) =>
    b.use.mounts.some((mountB) => {
      const [pathA, pathB] = [
        [...mountA, ...segmentsA],
        [...mountB, ...segmentsB],
      ];
      const isWildcard = pathA[pathA.length - 1] === '*';
      const isSame = pathA.length === pathB.length && covers(pathA, pathB);
      return isWildcard ? covers(pathA, pathB) : isSame;
    }),
  );
}
