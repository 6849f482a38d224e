import { createRequire, syncBuiltinESMExports } from 'node:module';

/** Restarts every source of randomness, so that both sides draw the same in the same event. */
export type Reseed = (seed: number) => void;

type ByteView = { readonly buffer: ArrayBufferLike; byteOffset: number; byteLength: number };
type Done<T> = (error: null, value: T) => void;

/** The functions of node:crypto that draw random values. */
interface RandomModule {
  randomBytes: (size: number, done?: Done<Buffer>) => Buffer | undefined;
  randomFillSync: <T extends ByteView>(view: T, offset?: number, size?: number) => T;
  randomFill: (view: ByteView, ...rest: unknown[]) => void;
  randomInt: (...args: unknown[]) => number | undefined;
  randomUUID: () => string;
  getRandomValues: <T extends ByteView>(view: T) => T;
}

/** Older names of `randomBytes`. */
const ALIASES = ['pseudoRandomBytes', 'prng', 'rng'] as const;
/** The longest that `getRandomValues` fills at once, in bytes. */
const MOST_BYTES = 65_536;

/**
 * Replaces the sources of randomness in this process: Math.random, and from node:crypto
 * and Web Crypto the random bytes, integers, fills and UUIDs, also for those who import
 * them by name (`import { randomBytes } from 'crypto'`). Each kind has its own
 * sequence, so that one more draw of a kind does not shift the others. Key generation
 * and the nonces inside ECDSA and RSA-PSS signatures stay random.
 */
export function installRandom(): Reseed {
  const sources = { math: new Sequence(1), bytes: new Sequence(2), uuid: new Sequence(3) };
  Math.random = () => sources.math.next() / 2 ** 32;
  const require = createRequire(import.meta.url);
  const crypto = require('node:crypto') as RandomModule;
  const uuid = (): string => uuidFrom(sources.uuid);
  const replacements = cryptoReplacements(sources.bytes, uuid);
  for (const [name, value] of Object.entries(replacements)) replace(crypto, name, value);
  for (const name of ALIASES) replace(crypto, name, replacements.randomBytes);
  // `webcrypto` of node:crypto is the same object.
  replace(globalThis.crypto, 'randomUUID', uuid);
  replace(globalThis.crypto, 'getRandomValues', replacements.getRandomValues);
  syncBuiltinESMExports();
  return (seed) => {
    for (const source of Object.values(sources)) source.restart(seed);
  };
}

/**
 * Some of these are accessors, which an assignment would not replace. One that is fixed
 * (`getRandomValues` of node:crypto) hands out what the Web Crypto object has.
 */
function replace(owner: object, name: string, value: unknown): void {
  const { enumerable = true, configurable = true } =
    Object.getOwnPropertyDescriptor(owner, name) ?? {};
  if (!configurable) return;
  Object.defineProperty(owner, name, { value, enumerable, configurable: true, writable: true });
}

/** A small generator (mulberry32): 32 bits a step, the same on every machine. */
export class Sequence {
  #state: number;
  readonly #stream: number;

  constructor(stream: number) {
    this.#stream = stream;
    this.#state = stream;
  }

  restart(seed: number): void {
    this.#state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(this.#stream, 0x85ebca6b)) >>> 0;
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }
}

function cryptoReplacements(source: Sequence, randomUUID: () => string): RandomModule {
  const answer = <T>(value: T, done: unknown): T | undefined => {
    if (typeof done !== 'function') return value;
    process.nextTick(() => (done as Done<T>)(null, value));
    return undefined;
  };
  return {
    randomUUID,
    getRandomValues: (view) => {
      if (view.byteLength <= MOST_BYTES) return fill(source, view);
      const why = `The requested length exceeds ${MOST_BYTES} bytes`;
      throw new DOMException(why, 'QuotaExceededError');
    },
    randomBytes: (size, done) => answer(fill(source, Buffer.alloc(size)), done),
    randomFillSync: (view, offset, size) => fill(source, view, offset, size),
    randomFill: (view, ...rest) => {
      const numbers = rest.filter((value) => typeof value === 'number');
      answer(fill(source, view, numbers[0], numbers[1]), rest.at(-1));
    },
    randomInt: (...args) => {
      const numbers = args.filter((value) => typeof value === 'number');
      const [low, high] = numbers.length > 1 ? numbers : [0, numbers[0]];
      const span = Number(high) - Number(low);
      return answer(Number(low) + Math.floor((source.next() / 2 ** 32) * span), args.at(-1));
    },
  };
}

export function fill<T extends ByteView>(source: Sequence, view: T, offset = 0, size?: number): T {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const end = size === undefined ? bytes.length : offset + size;
  for (let at = offset; at < end; at++) bytes[at] = source.next() & 0xff;
  return view;
}

export function uuidFrom(source: Sequence): string {
  const bytes = fill(source, new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
