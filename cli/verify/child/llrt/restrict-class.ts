import type { Refusals } from './refusals.js';

/** Any class. */
export type AnyClass = Function & { readonly prototype: object };

/** How a class of Node.js becomes one of LLRT. */
export interface Restriction {
  readonly name: string;
  /** Names of the members that LLRT has, static ones as `static name`. */
  readonly members: readonly string[];
  /** The rule that tells of the members that are missing. */
  readonly code: string;
  /** Members that do something else: getters and methods, in an object. */
  readonly overrides?: object;
  /** Static members that do something else. */
  readonly statics?: object;
  /** Looks at the arguments of the constructor, may change them, and may throw. */
  readonly before?: (args: unknown[]) => unknown[];
  /** Looks at what was made. */
  readonly after?: (made: object, args: readonly unknown[]) => void;
}

/** A class of LLRT. */
export interface RestrictedClass {
  readonly Class: AnyClass;
  /** Makes an object of the class of Node.js one of this class. */
  adopt<T extends object>(value: T): T;
}

/**
 * A class that makes objects of another one, as Node.js itself needs them, and shows the members
 * that LLRT has. Code may derive from it, and may add to its prototype.
 */
export function restrictClass(
  Base: AnyClass,
  restriction: Restriction,
  refusals: Refusals,
): RestrictedClass {
  const { name, before, after } = restriction;
  const Class = function (...given: unknown[]): object {
    if (new.target === undefined) throw new TypeError(`must be called with new`);
    const args = before?.(given) ?? given;
    const made = Reflect.construct(Base, args, new.target as AnyClass) as object;
    after?.(made, args);
    return made;
  };
  const prototype = restrictedPrototype(Base, restriction, refusals);
  Object.defineProperty(prototype, 'constructor', hidden(Class));
  Class.prototype = prototype;
  Object.defineProperty(Class, 'name', { value: name, configurable: true });
  Object.defineProperty(Class, Symbol.hasInstance, {
    value(this: Function, value: unknown): boolean {
      return Function.prototype[Symbol.hasInstance].call(this === Class ? Base : this, value);
    },
  });
  restrictStatics(Class, Base, restriction, refusals);
  return { Class, adopt: (value) => Object.setPrototypeOf(value, prototype) as typeof value };
}

function restrictedPrototype(
  Base: AnyClass,
  { name, members, code, overrides = {} }: Restriction,
  refusals: Refusals,
): object {
  const own = Object.create(Base.prototype) as object;
  Object.defineProperties(own, Object.getOwnPropertyDescriptors(overrides));
  const offered = new Set<PropertyKey>([...members, 'constructor']);
  const isMissing = (target: object, key: PropertyKey): boolean =>
    typeof key === 'string' &&
    !offered.has(key) &&
    !Object.hasOwn(target, key) &&
    !(key in Object.prototype) &&
    key in Base.prototype;
  return new Proxy(own, {
    get(target, key, receiver) {
      if (!isMissing(target, key)) return Reflect.get(target, key, receiver) as unknown;
      refusals.note(code, `${name}.${String(key)}`);
      return undefined;
    },
    has: (target, key) => !isMissing(target, key) && Reflect.has(target, key),
  });
}

function restrictStatics(
  Class: Function,
  Base: AnyClass,
  { name, members, code, statics = {} }: Restriction,
  refusals: Refusals,
): void {
  const own = Object.getOwnPropertyDescriptors(statics);
  const skipped = new Set(['prototype', 'name', 'length']);
  for (const key of Object.getOwnPropertyNames(Base)) {
    if (skipped.has(key)) continue;
    const given: unknown = Reflect.get(Base, key);
    const value = typeof given === 'function' ? given.bind(Base) : given;
    const missing = {
      configurable: true,
      get: () => refusals.note(code, `${name}.${key}`),
      set: (put: unknown) => Object.defineProperty(Class, key, hidden(put)),
    };
    const isOffered = members.includes(`static ${key}`);
    Object.defineProperty(Class, key, isOffered ? hidden(value) : missing);
  }
  Object.defineProperties(Class, own);
}

function hidden(value: unknown): PropertyDescriptor {
  return { value, configurable: true, writable: true };
}
