import { pathToFileURL } from 'node:url';
import type { LlrtSettings } from '../messages.js';
import { restrictBuffer } from './buffers.js';
import type { LlrtEnvironment } from './environment.js';
import {
  restrictBase64,
  restrictConsole,
  restrictCrypto,
  restrictPerformance,
  restrictProcess,
} from './host-objects.js';
import { installHooks } from './hooks.js';
import { restrictIntl, restrictJson, restrictLocales, restrictRegExp } from './language.js';
import { restrictModules } from './modules.js';
import { READ, TYPEOF } from './names.js';
import { Refusals } from './refusals.js';
import { restrictRequest } from './requests.js';
import { restrictFormData, restrictResponse } from './responses.js';
import { restrictClass, type AnyClass } from './restrict-class.js';
import { restrictTimers } from './timers.js';

/** Registered symbol under which the bundle finds its modules of Node.js. */
const MODULES_KEY = 'llrt-migrate.modules';

/**
 * Makes this process offer a bundle what a release of LLRT offers, and no more. Everything else in
 * the process, such as the AWS SDK that LLRT brings, keeps what Node.js has.
 *
 * @param bundle absolute path of the bundle, in which globals have been renamed (see `names.ts`)
 * @returns what the bundle asks for and LLRT lacks
 */
export function installLlrt({ profile, names }: LlrtSettings, bundle: string): Refusals {
  const url = pathToFileURL(bundle).href;
  const refusals = new Refusals(url);
  const environment: LlrtEnvironment = {
    profile,
    refusals,
    has: (code) => profile.rules.includes(code),
    globals: {},
  };
  fillGlobals(environment);
  restrictLocales(environment);
  const modules = restrictModules(environment, bundle);
  exposeGlobals(environment, names);
  Object.assign(globalThis, {
    [Symbol.for(MODULES_KEY)]: modules.load,
    require: modules.require,
  });
  installHooks({ bundle: url, modules: profile.modules, key: MODULES_KEY });
  return refusals;
}

/** The values of the globals that the release has. */
function fillGlobals(environment: LlrtEnvironment): void {
  const { profile, globals, has } = environment;
  const offered = new Set(profile.globals);
  const own = ownGlobals(environment);
  for (const name of offered) {
    const value: unknown = own[name] ?? restricted(name, environment);
    if (value !== undefined) globals[name] = value;
  }
  globals['JSON'] = own['JSON'];
  globals['RegExp'] = own['RegExp'];
  if (has('llrt-atob-btoa-binary')) Object.assign(globals, restrictBase64(environment));
}

function ownGlobals(environment: LlrtEnvironment): Record<string, unknown> {
  const { profile } = environment;
  const response = restrictResponse(environment);
  return {
    ...restrictTimers(environment),
    Buffer: restrictBuffer(environment),
    FormData: restrictFormData(environment).Class,
    Intl: restrictIntl(environment),
    JSON: restrictJson(environment),
    RegExp: restrictRegExp(environment),
    Request: restrictRequest(environment).Class,
    Response: response.Class,
    console: restrictConsole(environment),
    crypto: restrictCrypto(environment),
    fetch: async (...args: Parameters<typeof fetch>) => response.adopt(await fetch(...args)),
    navigator: { userAgent: `llrt ${profile.release}` },
    performance: restrictPerformance(environment),
    process: restrictProcess(environment),
  };
}

/** A class of Node.js with the members that LLRT has; itself where they are the same. */
function restricted(name: string, { profile, refusals }: LlrtEnvironment): unknown {
  const given: unknown = Reflect.get(globalThis, name);
  const members = profile.classes[name];
  if (typeof given !== 'function' || members === undefined) return given;
  const Base = given as AnyClass;
  const names = [
    ...Object.getOwnPropertyNames(Base.prototype),
    ...Object.getOwnPropertyNames(Base).map((one) => `static ${one}`),
  ];
  const plain = new Set(['constructor', 'static prototype', 'static name', 'static length']);
  const isSame = names.every((one) => plain.has(one) || members.includes(one));
  if (isSame || name === 'DOMException') return given;
  const code = 'llrt-global-missing';
  return restrictClass(Base, { name, members, code }, refusals).Class;
}

/** Lets the bundle read its globals by their new names, and as properties of `globalThis`. */
function exposeGlobals({ globals, refusals }: LlrtEnvironment, names: readonly string[]): void {
  const hidden = new Set(names);
  const whole = wholeGlobal(globals, hidden);
  for (const name of ['globalThis', 'global', 'self']) globals[name] = whole;
  for (const name of [...names, 'globalThis']) {
    Object.defineProperty(globalThis, `${READ}${name}`, {
      configurable: true,
      get() {
        if (Object.hasOwn(globals, name)) return globals[name];
        refusals.note('llrt-global-missing', name);
        throw new ReferenceError(`${name} is not defined`);
      },
      set(value: unknown) {
        globals[name] = value;
      },
    });
    Object.defineProperty(globalThis, `${TYPEOF}${name}`, {
      configurable: true,
      get: () => globals[name],
    });
  }
}

/** `globalThis` of the bundle: the names that are hidden are those of LLRT, all others are shared. */
function wholeGlobal(globals: Record<string, unknown>, hidden: ReadonlySet<string>): object {
  const ownerOf = (key: PropertyKey): object =>
    hidden.has(String(key)) || Object.hasOwn(globals, key) ? globals : globalThis;
  return new Proxy(globals, {
    get: (_target, key) => Reflect.get(ownerOf(key), key) as unknown,
    set: (_target, key, value) => Reflect.set(ownerOf(key), key, value),
    has: (_target, key) => Reflect.has(ownerOf(key), key),
    deleteProperty: (_target, key) => Reflect.deleteProperty(ownerOf(key), key),
    defineProperty: (_target, key, how) =>
      Reflect.defineProperty(ownerOf(key), key, { ...how, configurable: true }),
    getOwnPropertyDescriptor(_target, key) {
      const found = Reflect.getOwnPropertyDescriptor(ownerOf(key), key);
      return found && { ...found, configurable: true };
    },
  });
}
