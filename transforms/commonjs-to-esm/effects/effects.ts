/**
 * What running a piece of code reads and writes outside of its own variables, as names of
 * resources: `env`, `global`, `output`, `process`, `io`, `timers`, `control` (it may end the
 * program), `built-ins` (it changes what every module uses), `module:PATH` (what a file exports),
 * `state:PATH` (what it keeps for itself, and in its exports), `package:NAME`.
 */
export interface Effects {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

export const NO_EFFECTS: Effects = { reads: new Set(), writes: new Set() };

/** Unites effects. */
export function unite(all: readonly Effects[]): Effects {
  return {
    reads: new Set(all.flatMap(({ reads }) => [...reads])),
    writes: new Set(all.flatMap(({ writes }) => [...writes])),
  };
}

/** Whether two pieces of code can change places without anybody seeing it. */
export function commute(a: Effects, b: Effects): boolean {
  return isApart(a, b) && isApart(b, a);
}

function isApart(a: Effects, b: Effects): boolean {
  if (a.writes.has('control') && b.writes.size > 0) return false;
  for (const resource of a.writes)
    if (b.writes.has(resource) || b.reads.has(resource)) return false;
  return true;
}

/** Effects that are collected bit by bit. */
export class EffectLog implements Effects {
  readonly reads = new Set<string>();
  readonly writes = new Set<string>();

  add({ reads, writes }: Effects): void {
    for (const resource of reads) this.reads.add(resource);
    for (const resource of writes) this.writes.add(resource);
  }
}
