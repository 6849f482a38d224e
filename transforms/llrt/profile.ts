import { builtinExports, builtinName, compat, globalsOf, membersOf } from './compat.js';
import type { Release } from './release.js';
import { applies, RULES, type RuleCode } from './rules.js';
import type { SdkFlavour } from './sdk.js';

/**
 * Everything that a process must know to offer no more than a release of LLRT does. It is plain
 * data: it is sent to another process.
 */
export interface LlrtProfile {
  /** As people write it, for example `0.8.1`. */
  readonly release: string;
  readonly flavour: SdkFlavour;
  /** Names of the globals, besides those of the language. */
  readonly globals: readonly string[];
  /** Members by class, static ones as `static name`; a class that is not here is not restricted. */
  readonly classes: Readonly<Record<string, readonly string[]>>;
  /** Exports by module of Node.js; a module that is not here is missing. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  /** `module#name` of what can be imported and is undefined. */
  readonly undefinedExports: readonly string[];
  /** Codes of the rules that are true of the release: what it does otherwise. */
  readonly rules: readonly RuleCode[];
}

/** What a release offers, as data. */
export function profileOf(release: Release, flavour: SdkFlavour): LlrtProfile {
  const { facts } = release;
  const modules = Object.keys(compat.modules).flatMap((name) => {
    const names = builtinExports(facts, name);
    return names ? [[name, [...names]] as const] : [];
  });
  const classes = Object.keys(compat.classes).flatMap((name) => {
    const members = membersOf(facts, name) ?? [];
    return members.length > 0 ? [[name, members] as const] : [];
  });
  return {
    release: release.name,
    flavour,
    globals: globalsOf(facts),
    classes: Object.fromEntries(classes),
    modules: Object.fromEntries(modules),
    undefinedExports: undefinedExports(facts),
    rules: RULES.map(({ code }) => code as RuleCode).filter((code) => applies(code, release)),
  };
}

/** Whether a profile has a module, and a name of it. */
export function offers(
  { modules }: Pick<LlrtProfile, 'modules'>,
  specifier: string,
  name?: string,
): boolean {
  const names = modules[builtinName(specifier)];
  return names !== undefined && (name === undefined || name === 'default' || names.includes(name));
}

function undefinedExports(facts: string): readonly string[] {
  const order = Object.keys(compat.meta.releases);
  return Object.entries(compat.declared_but_undefined).flatMap(([module, names]) =>
    Object.entries(names).flatMap(([name, found]) =>
      found && order.indexOf(facts) <= order.indexOf(found.until) ? [`${module}#${name}`] : [],
    ),
  );
}
