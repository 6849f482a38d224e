import { createRequire } from 'node:module';
import { ruleOfModule, ruleOfName } from '../../../../transforms/llrt-check/detect/module-rules.js';
import type { RuleCode } from '../../../../transforms/llrt/rules.js';
import type { LlrtEnvironment } from './environment.js';
import { reporting } from './host-objects.js';

/** Modules with functions that hand out a Buffer. */
const GIVES_BUFFERS: ReadonlySet<string> = new Set(['crypto', 'fs', 'fs/promises', 'zlib']);

type Exports = Record<string, unknown>;
type AnyFunction = (...args: unknown[]) => unknown;

/** Modules of Node.js with the names that LLRT has. */
export interface RestrictedModules {
  /** The default export of a module. @throws Error where LLRT lacks the module */
  load(specifier: string): Exports;
  /** `require` of the bundle. */
  readonly require: (specifier: string) => unknown;
}

/**
 * @param bundle absolute path: what is no module of Node.js is looked for from there
 */
export function restrictModules(environment: LlrtEnvironment, bundle: string): RestrictedModules {
  const { profile, refusals } = environment;
  // Not from the bundle: newer releases of Node.js ask the hooks of the loader here as well.
  const real = createRequire(import.meta.url);
  const fromBundle = createRequire(bundle);
  const loaded = new Map<string, Exports>();
  const isBuiltin = (name: string): boolean => real('node:module').isBuiltin(name) as boolean;
  const load = (specifier: string): Exports => {
    const name = specifier.replace(/^node:/, '').replace(/\/$/, '');
    const known = loaded.get(name);
    if (known) return known;
    const names = profile.modules[name];
    if (!names) {
      refusals.note(ruleOfModule(name), `module ${name}`);
      throw new Error(`Error resolving module '${specifier}' from '${bundle}'`);
    }
    const made = makeModule(name, names, { environment, real, require });
    loaded.set(name, made);
    return made;
  };
  const require = (specifier: string): unknown =>
    isBuiltin(specifier) || specifier.replace(/^node:/, '') in profile.modules
      ? load(specifier)
      : fromBundle(specifier);
  return { load, require };
}

interface Making {
  readonly environment: LlrtEnvironment;
  readonly real: NodeJS.Require;
  readonly require: (specifier: string) => unknown;
}

function makeModule(name: string, names: readonly string[], making: Making): Exports {
  const { environment, real, require } = making;
  const own = ownModules(environment, require)[name] ?? {};
  const exported: Exports = {};
  if (name.startsWith('llrt:')) {
    for (const one of names) exported[one] = onlyInLlrt(`${name}#${one}`);
    return exported;
  }
  const module = real(`node:${name}`) as Exports;
  for (const one of names) {
    exported[one] = environment.profile.undefinedExports.includes(`${name}#${one}`)
      ? undefined
      : (own[one] ?? valueOf(module, { name, one, environment }));
  }
  const code = (member: string): RuleCode => ruleOfName(name, member);
  return reporting(exported, { real: module, name, code }, environment);
}

interface Wanted {
  readonly name: string;
  readonly one: string;
  readonly environment: LlrtEnvironment;
}

function valueOf(module: Exports, { name, one, environment }: Wanted): unknown {
  const { globals } = environment;
  const given = module[one];
  // What is also a global is the same thing as there.
  if (given !== undefined && given === Reflect.get(globalThis, one) && one in globals)
    return globals[one];
  if (!(one in module)) return onlyInLlrt(`${name}#${one}`);
  const wraps = GIVES_BUFFERS.has(name) && typeof given === 'function' && !/^[A-Z]/.test(one);
  if (name === 'fs' && one === 'promises') return promisesOf(given as Exports, environment);
  return wraps ? givingBuffers(module, one, environment) : given;
}

function promisesOf(module: Exports, environment: LlrtEnvironment): Exports {
  const names = environment.profile.modules['fs/promises'] ?? [];
  return Object.fromEntries(
    names.map((one) => [one, valueOf(module, { name: 'fs/promises', one, environment })]),
  );
}

/** A function whose result, or what it gives to a callback, is a Buffer of LLRT. */
function givingBuffers(module: Exports, name: string, { globals }: LlrtEnvironment): AnyFunction {
  const Llrt = globals['Buffer'] as { adopt(bytes: Uint8Array): unknown };
  const convert = (value: unknown): unknown => {
    if (Buffer.isBuffer(value)) return Llrt.adopt(value);
    return value instanceof Promise ? value.then(convert) : withDigest(value, convert);
  };
  return (...args) => {
    const passed = args.map((arg) =>
      typeof arg === 'function'
        ? (...given: unknown[]) => (arg as AnyFunction)(...given.map(convert))
        : arg,
    );
    // Read when it is called: the replay puts its own random numbers there.
    return convert((module[name] as AnyFunction)(...passed));
  };
}

/** Hash and Hmac: `digest` gives a Buffer. */
function withDigest(value: unknown, convert: (value: unknown) => unknown): unknown {
  const digest: unknown = Object(value)['digest'];
  if (typeof digest !== 'function') return value;
  return Object.assign(value as object, {
    digest: (...args: unknown[]) => convert(digest.apply(value, args)),
  });
}

/** Names that are other things than on Node.js. */
function ownModules(
  { globals, profile }: LlrtEnvironment,
  require: (specifier: string) => unknown,
): Readonly<Record<string, Exports>> {
  const names = Object.keys(profile.modules).filter((name) => !name.startsWith('llrt:'));
  return {
    buffer: globals,
    timers: globals,
    crypto: { crypto: globals['crypto'], webcrypto: globals['crypto'] },
    perf_hooks: { performance: globals['performance'] },
    process: globals['process'] as Exports,
    module: {
      createRequire: () => require,
      builtinModules: names,
      isBuiltin: (name: string) => names.includes(name.replace(/^node:/, '')),
      registerHooks: onlyInLlrt('module#registerHooks'),
    },
  };
}

function onlyInLlrt(name: string): AnyFunction {
  return () => {
    throw new Error(`${name} is a part of LLRT that nothing here can stand for`);
  };
}
