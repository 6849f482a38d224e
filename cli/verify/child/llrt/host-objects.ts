import type { RuleCode } from '../../../../transforms/llrt/rules.js';
import type { LlrtEnvironment } from './environment.js';

/** Methods of `console`, in every release. */
const CONSOLE = ['assert', 'clear', 'debug', 'error', 'info', 'log', 'trace', 'warn'];

/** `console` as LLRT has it. */
export function restrictConsole(environment: LlrtEnvironment): object {
  const own = Object.fromEntries(CONSOLE.map((name) => [name, Reflect.get(console, name)]));
  return reporting(
    own,
    { real: console, name: 'console', code: 'llrt-console-methods' },
    environment,
  );
}

/** `process` as LLRT has it. */
export function restrictProcess(environment: LlrtEnvironment): object {
  const { profile } = environment;
  const offered = new Set(profile.modules['process'] ?? []);
  const own: object = {};
  for (const name of offered) {
    const get = (): unknown => bound(process, Reflect.get(process, name));
    const set = (value: unknown): boolean => Reflect.set(process, name, value);
    Object.defineProperty(own, name, { get, set, enumerable: true, configurable: true });
  }
  const fixed = {
    id: process.pid,
    version: `v${profile.release}`,
    versions: { node: '0.0.0', llrt: profile.release },
    release: { name: 'llrt' },
    ...(offered.has('nextTick') || profile.release === 'main'
      ? { nextTick: process.nextTick.bind(process) }
      : {}),
  };
  for (const [name, value] of Object.entries(fixed))
    Object.defineProperty(own, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  return reporting(
    own,
    { real: process, name: 'process', code: 'llrt-process-members' },
    environment,
  );
}

/** `performance` as LLRT has it. */
export function restrictPerformance(environment: LlrtEnvironment): object {
  const own = {
    now: () => performance.now(),
    timeOrigin: performance.timeOrigin,
    toJSON: () => ({ timeOrigin: performance.timeOrigin }),
  };
  return reporting(
    own,
    { real: performance, name: 'performance', code: 'llrt-global-missing' },
    environment,
  );
}

/** `crypto` as LLRT has it. */
export function restrictCrypto(environment: LlrtEnvironment): object {
  const subtle = Object.create(Object.getPrototypeOf(crypto.subtle) as object) as object;
  const real = crypto.subtle as unknown as Record<string, (...args: unknown[]) => unknown>;
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(crypto.subtle))) {
    if (name === 'constructor' || typeof real[name] !== 'function') continue;
    const value = async (...args: unknown[]): Promise<unknown> => {
      checkSubtle(name, args, environment);
      return real[name]?.(...args);
    };
    Object.defineProperty(subtle, name, { value, configurable: true, writable: true });
  }
  return Object.create(Object.getPrototypeOf(crypto) as object, {
    subtle: { value: subtle, configurable: true },
    // Read when they are called: the replay puts its own random numbers there.
    getRandomValues: method((view: Uint8Array) => crypto.getRandomValues(view)),
    randomUUID: method(() => crypto.randomUUID()),
  }) as object;
}

function checkSubtle(name: string, args: readonly unknown[], environment: LlrtEnvironment): void {
  const { refusals, has } = environment;
  const [format, key] = args as [unknown, { kty?: unknown; alg?: unknown }];
  const needsAlg =
    name === 'importKey' && format === 'jwk' && /^(?:RSA|oct)$/.test(String(key.kty));
  if (needsAlg && key.alg === undefined && has('llrt-jwk-without-alg')) {
    refusals.note('llrt-jwk-without-alg', 'importKey of a JSON Web Key without alg');
    throw new TypeError("keyData 'alg' property required");
  }
  const algorithms = args.map((arg) => (typeof arg === 'string' ? arg : Object(arg)['name']));
  const unknown = algorithms.find((one) => /^(?:Ed448|X448|ML-.*)$/i.test(String(one)));
  if (unknown === undefined) return;
  refusals.note('llrt-export-missing', `the algorithm ${String(unknown)} of Web Crypto`);
  throw new DOMException('Unrecognized algorithm name', 'NotSupportedError');
}

/** `atob` and `btoa` of the releases that work on UTF-8 in the place of bytes. */
export function restrictBase64({ refusals }: LlrtEnvironment): Record<'atob' | 'btoa', unknown> {
  const note = (name: string): void =>
    refusals.note('llrt-atob-btoa-binary', `${name} of bytes above 127`);
  const isPlain = (text: string): boolean => /^[\0-\x7f]*$/.test(text);
  return {
    btoa: (text: unknown) => {
      if (!isPlain(String(text))) note('btoa');
      return Buffer.from(String(text), 'utf8').toString('base64');
    },
    atob: (text: unknown) => {
      if (!isPlain(atob(String(text)))) note('atob');
      return Buffer.from(String(text), 'base64').toString('utf8');
    },
  };
}

interface Real {
  readonly real: object;
  readonly name: string;
  /** The rule that tells of a member that is missing. */
  readonly code: RuleCode | ((member: string) => RuleCode);
}

/** An object that notes what is asked for and only the object of Node.js has. */
export function reporting<T extends object>(
  own: T,
  { real, name, code }: Real,
  { refusals }: LlrtEnvironment,
): T {
  return new Proxy(own, {
    get(target, key, receiver): unknown {
      const isMissing = typeof key === 'string' && !(key in target) && key in real;
      if (isMissing) refusals.note(typeof code === 'string' ? code : code(key), `${name}.${key}`);
      return Reflect.get(target, key, receiver);
    },
  });
}

function bound(owner: object, value: unknown): unknown {
  if (typeof value !== 'function') return value;
  return Object.assign(value.bind(owner) as object, value);
}

const method = (value: unknown): PropertyDescriptor => ({
  value,
  configurable: true,
  writable: true,
});
