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

/** What happens when a module is loaded with everything that it loads. */
export interface Load {
  /** What each of the modules does, or several of them do alike. */
  readonly parts: readonly Effects[];
  /** Files of the package that it loads: nobody can have changed what they hold before. */
  readonly files: ReadonlySet<string>;
}

/** Whether some code can change places with a load without anybody seeing it. */
export function commute(code: Effects, { parts, files }: Load): boolean {
  const seen = [...code.writes].filter((resource) => !files.has(fileOf(resource)));
  return parts.every(
    (part) =>
      !(code.writes.has('control') && part.writes.size > 0) &&
      !(part.writes.has('control') && code.writes.size > 0) &&
      !seen.some((resource) => part.reads.has(resource)) &&
      [...part.writes].every((resource) => !code.writes.has(resource) && !code.reads.has(resource)),
  );
}

/** @example fileOf('state:src/a.js') // 'src/a.js' */
function fileOf(resource: string): string {
  return resource.replace(/^(?:module|state):/, '');
}

/** Whether a resource belongs to modules of the package: those are loaded once, whenever it is. */
export function isOfModules(resource: string): boolean {
  return /^built-ins$|^(?:module|state|variable):/.test(resource);
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
