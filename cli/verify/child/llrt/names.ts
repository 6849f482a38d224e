/** A bundle reads the global `Intl` as `__llrt_Intl`, which is there as far as LLRT has it. */
export const READ = '__llrt_';
/** The same behind `typeof`, which asks for a global without failing; of the same length. */
export const TYPEOF = '__LLRT_';

/** What the language itself brings: that of Node.js serves for LLRT. */
const LANGUAGE: ReadonlySet<string> = new Set(
  `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol
  Date Promise Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError
  URIError Math Atomics ArrayBuffer SharedArrayBuffer DataView Uint8Array Int8Array Uint16Array
  Int16Array Uint32Array Int32Array Float16Array Float32Array Float64Array Uint8ClampedArray
  BigUint64Array BigInt64Array BigInt Map Set WeakMap WeakSet WeakRef FinalizationRegistry Proxy
  Reflect Iterator decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval
  isFinite isNaN`.split(/\s+/),
);

/** LLRT has these as real globals, also for modules, and a module of Node.js has none. */
const SET_FOR_REAL: ReadonlySet<string> = new Set(['require', 'module', 'exports']);

/**
 * The globals that a bundle does not get from Node.js: all that this Node.js has and all that the
 * release has, but those of the language.
 *
 * @param offered the globals of the release
 */
export function restrictedNames(offered: readonly string[]): readonly string[] {
  const here = Object.getOwnPropertyNames(globalThis);
  return [...new Set([...here, ...offered, 'global', 'self', 'JSON', 'RegExp'])].filter(
    (name) => /^[A-Za-z]\w*$/.test(name) && !LANGUAGE.has(name) && !SET_FOR_REAL.has(name),
  );
}
