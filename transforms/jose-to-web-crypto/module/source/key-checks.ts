import type { Algorithm } from './algorithms.js';
import type { CryptoKey, JWK } from './types.js';

/** What a key is used for. */
type Usage = 'sign' | 'verify';

function isCryptoKey(key: unknown): key is CryptoKey {
  return tagOf(key) === 'CryptoKey';
}

function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

function listed(types: readonly string[]): string {
  const last = types[types.length - 1] ?? '';
  if (types.length === 1) return `of type ${last}`;
  const rest = types.slice(0, -1).join(', ');
  return `one of type ${rest}${types.length > 2 ? ',' : ''} or ${last}`;
}

/** The end of a message about a value that is no key. */
function received(value: unknown): string {
  if (value === null || value === undefined) return ` Received ${value}`;
  if (typeof value === 'function') return value.name ? ` Received function ${value.name}` : '';
  const name = typeof value === 'object' ? value.constructor?.name : undefined;
  return name ? ` Received an instance of ${name}` : '';
}

function keyInputError(value: unknown, ...types: string[]): TypeError {
  return new TypeError(`Key must be ${listed(types)}.${received(value)}`);
}

function keyTypeError(alg: string, value: unknown, isSecret: boolean): TypeError {
  const types = ['CryptoKey', 'KeyObject', 'JSON Web Key', ...(isSecret ? ['Uint8Array'] : [])];
  return new TypeError(`Key for the ${alg} algorithm must be ${listed(types)}.${received(value)}`);
}

/** Checks that a key was made for an algorithm and a use: not every runtime does it. */
function checkCryptoKey({ alg, key, kty }: Algorithm, candidate: CryptoKey, usage: Usage): void {
  const algorithm = detailsOf(candidate);
  const wanted = kty === 'oct' ? 'secret' : usage === 'sign' ? 'private' : 'public';
  if (candidate.type !== wanted)
    throw new TypeError(`CryptoKey instances must be of type "${wanted}" for the ${alg} algorithm`);
  if (algorithm.name !== key.name) throw unusable(key.name);
  if (key.hash !== undefined && algorithm.hash?.name !== key.hash)
    throw unusable(key.hash, 'algorithm.hash');
  if (key.namedCurve !== undefined && algorithm.namedCurve !== key.namedCurve)
    throw unusable(key.namedCurve, 'algorithm.namedCurve');
  if (!candidate.usages.includes(usage))
    throw new TypeError(
      `CryptoKey does not support this operation, its usages must include ${usage}.`,
    );
  if (kty === 'RSA') checkRsa(alg, algorithm);
  if (kty === 'oct' && algorithm.length === 0)
    throw new TypeError('Zero-length key is not supported');
}

function checkRsa(alg: string, { modulusLength = 0, publicExponent }: KeyDetails): void {
  if (modulusLength < 2048)
    throw new TypeError(`${alg} requires key modulusLength to be 2048 bits or larger`);
  if (publicExponent && !isExponent(publicExponent))
    throw new TypeError(`${alg} requires a key with an odd public exponent above 1`);
}

/** With an exponent of 1 everybody can sign, and no even number is one. */
function isExponent(bytes: Uint8Array): boolean {
  const last = bytes[bytes.length - 1] ?? 0;
  return last % 2 === 1 && (last > 1 || bytes.slice(0, -1).some((byte) => byte > 0));
}

/** What Web Crypto tells about a key, whatever its kind. */
interface KeyDetails {
  readonly name: string;
  readonly hash?: { readonly name: string };
  readonly namedCurve?: string;
  readonly modulusLength?: number;
  readonly publicExponent?: Uint8Array;
  readonly length?: number;
}

function detailsOf({ algorithm }: CryptoKey): KeyDetails {
  return algorithm;
}

function unusable(name: string, property = 'algorithm.name'): TypeError {
  return new TypeError(
    `CryptoKey does not support this operation, its ${property} must be ${name}`,
  );
}

/** Checks the parameters of a JSON Web Key that every kind of key may have. */
function checkJwkMembers({ ext, key_ops: uses }: JWK): void {
  if (ext !== undefined && typeof ext !== 'boolean')
    throw new TypeError('"ext" (Extractable) Parameter must be a boolean');
  if (uses !== undefined && !isListOfUses(uses))
    throw new TypeError('"key_ops" (Key Operations) Parameter must be an array of unique strings');
}

function isListOfUses(value: unknown): value is string[] {
  if (!Array.isArray(value)) return false;
  const isText = Array.from(value).every((use) => typeof use === 'string');
  return isText && new Set(value).size === value.length;
}

/** Checks what a JSON Web Key says about its use. */
function checkJwkUse({ alg }: Algorithm, jwk: JWK, usage: Usage): void {
  if (jwk.use !== undefined && jwk.use !== 'sig')
    throw new TypeError('Invalid key for this operation, its "use" must be "sig" when present');
  if (jwk.alg !== undefined && jwk.alg !== alg)
    throw new TypeError(`Invalid key for this operation, its "alg" must be "${alg}" when present`);
  checkJwkMembers(jwk);
  if (jwk.key_ops && !jwk.key_ops.includes(usage))
    throw new TypeError(
      `Invalid key for this operation, its "key_ops" must include "${usage}" when present`,
    );
}

export {
  checkCryptoKey,
  checkJwkMembers,
  checkJwkUse,
  isCryptoKey,
  isListOfUses,
  keyInputError,
  keyTypeError,
  tagOf,
};
export type { Usage };
