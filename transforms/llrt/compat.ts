import { readFileSync } from 'node:fs';

/** The releases that have something; `<=0.5.1` where it was there before the oldest one. */
interface Lifetime {
  readonly since: string;
  readonly removed_after?: string;
}

/** The parts of `data/compat.json` that are read. */
interface CompatData {
  readonly meta: {
    readonly newest_release: string;
    readonly releases: Readonly<Record<string, { readonly aws_sdk: string }>>;
  };
  readonly modules: Readonly<
    Record<
      string,
      {
        readonly status: string;
        readonly exports_by_version?: Readonly<Record<string, readonly string[]>>;
      }
    >
  >;
  readonly globals: Readonly<Record<string, Lifetime>>;
  /** Classes of the Web and of Node.js; static members are written `static name`. */
  readonly classes: Readonly<
    Record<string, { readonly members: Readonly<Record<string, Lifetime>> }>
  >;
  /** Names that can be imported and are undefined. */
  readonly declared_but_undefined: {
    readonly 'fs/promises': Readonly<Record<string, { readonly until: string } | undefined>>;
  };
  readonly sdk: {
    readonly std_clients: readonly string[];
    readonly full_only_clients: readonly string[];
    readonly releases: Readonly<
      Record<
        string,
        {
          readonly additional_packages: readonly string[];
          readonly replaced_packages: readonly string[];
        }
      >
    >;
  };
}

/** Facts about every release of LLRT, see README.md beside this file. */
export const compat: CompatData = readData();

function readData(): CompatData {
  const data: CompatData = JSON.parse(
    readFileSync(new URL('./data/compat.json', import.meta.url), 'utf8'),
  );
  return data;
}

/** `node:fs/` becomes `fs`. */
export function builtinName(specifier: string): string {
  return specifier.replace(/^node:/, '').replace(/\/$/, '');
}

/** Whether a specifier names a module of Node.js or of LLRT. */
export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || builtinName(specifier) in compat.modules;
}

/**
 * The names that a built-in module exports, undefined when the release lacks the module.
 *
 * @param facts a release that has facts
 * @example builtinExports('0.8.1', 'node:https') // Set { 'Agent' }
 */
export function builtinExports(facts: string, specifier: string): ReadonlySet<string> | undefined {
  const names = compat.modules[builtinName(specifier)]?.exports_by_version?.[facts];
  return names && new Set(names);
}

/** The first release, among those with facts, that has a module or an export of it. */
export function firstWith(specifier: string, name?: string): string | undefined {
  const versions = compat.modules[builtinName(specifier)]?.exports_by_version ?? {};
  return Object.keys(versions).find(
    (version) => name === undefined || versions[version]?.includes(name),
  );
}

/** Whether a release has a global. */
export function hasGlobal(facts: string, name: string): boolean {
  return isIn(facts, compat.globals[name]);
}

/** The globals of a release, besides those of the language. */
export function globalsOf(facts: string): readonly string[] {
  return Object.keys(compat.globals).filter((name) => hasGlobal(facts, name));
}

/** The members of a class in a release, static ones as `static name`; undefined for a class without facts. */
export function membersOf(facts: string, name: string): readonly string[] | undefined {
  const members = compat.classes[name]?.members;
  return members && Object.keys(members).filter((member) => isIn(facts, members[member]));
}

function isIn(facts: string, lifetime: Lifetime | undefined): boolean {
  if (!lifetime) return false;
  const order = Object.keys(compat.meta.releases);
  const at = order.indexOf(facts);
  const since = order.indexOf(lifetime.since.replace('<=', ''));
  const last =
    lifetime.removed_after === undefined ? Infinity : order.indexOf(lifetime.removed_after);
  return at >= since && at <= last;
}
