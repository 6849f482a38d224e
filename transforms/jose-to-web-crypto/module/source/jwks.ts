import { jwsAlgorithm, type Algorithm } from './algorithms.js';
import {
  JOSENotSupported,
  JWKSInvalid,
  JWKSMultipleMatchingKeys,
  JWKSNoMatchingKey,
} from './errors.js';
import { importJwkFor } from './jwk-import.js';
import { isListOfUses } from './key-checks.js';
import { isObject } from './text.js';
import type {
  CryptoKey,
  FlattenedJWSInput,
  JSONWebKeySet,
  JWK,
  JWSHeaderParameters,
} from './types.js';

/** Finds the key of a token in a set. */
export interface LocalJWKSet {
  (protectedHeader?: JWSHeaderParameters, token?: FlattenedJWSInput): Promise<CryptoKey>;
  /** The set, as a copy. */
  jwks: () => JSONWebKeySet;
}

/** A function that finds the key of a token in a set of public keys. */
export function createLocalJWKSet(jwks: JSONWebKeySet): LocalJWKSet {
  const { keys } = readKeySet(jwks);
  const cache = new WeakMap<JWK, Map<string, Promise<CryptoKey>>>();
  const find = async (
    protectedHeader?: JWSHeaderParameters,
    token?: FlattenedJWSInput,
  ): Promise<CryptoKey> => {
    const { alg, kid } = { ...protectedHeader, ...token?.header };
    const algorithm = publicAlgorithm(alg);
    const [jwk, ...others] = keys.filter((key) => isUsable(key, algorithm, kid));
    if (!jwk) throw new JWKSNoMatchingKey();
    if (others.length > 0) throw severalKeys([jwk, ...others], algorithm, cache);
    return importCached(cache, jwk, algorithm);
  };
  return Object.assign(find, { jwks: () => structuredClone({ keys }) });
}

function readKeySet(jwks: unknown): JSONWebKeySet {
  try {
    const copy: unknown = structuredClone(jwks);
    if (isKeySet(copy)) return copy;
  } catch (cause) {
    throw new JWKSInvalid('JSON Web Key Set malformed', { cause });
  }
  throw new JWKSInvalid('JSON Web Key Set malformed');
}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return (
    isObject(value) && Array.isArray(value['keys']) && Array.from(value['keys']).every(isObject)
  );
}

function publicAlgorithm(alg: string | undefined): Algorithm {
  try {
    return jwsAlgorithm(typeof alg === 'string' && !alg.startsWith('HS') ? alg : '');
  } catch {
    throw new JOSENotSupported('Unsupported "alg" value for a JSON Web Key Set');
  }
}

function isUsable(jwk: JWK, { alg, key, kty }: Algorithm, kid: unknown): boolean {
  const { key_ops: uses } = jwk;
  const isForVerifying = uses === undefined || (isListOfUses(uses) && uses.includes('verify'));
  const curve = key.namedCurve ?? (kty === 'OKP' ? 'Ed25519' : undefined);
  return (
    jwk.kty === kty &&
    (jwk.ext === undefined || typeof jwk.ext === 'boolean') &&
    (kid === undefined || (typeof kid === 'string' && kid === jwk.kid)) &&
    (jwk.alg === undefined || jwk.alg === alg) &&
    (jwk.use === undefined || jwk.use === 'sig') &&
    isForVerifying &&
    (curve === undefined || jwk.crv === curve)
  );
}

type KeyCache = WeakMap<JWK, Map<string, Promise<CryptoKey>>>;

function severalKeys(
  candidates: readonly JWK[],
  algorithm: Algorithm,
  cache: KeyCache,
): JWKSMultipleMatchingKeys {
  const error = new JWKSMultipleMatchingKeys();
  error[Symbol.asyncIterator] = async function* () {
    for (const candidate of candidates) {
      const key = await importCached(cache, candidate, algorithm).catch(() => undefined);
      if (key) yield key;
    }
  };
  return error;
}

async function importCached(cache: KeyCache, jwk: JWK, algorithm: Algorithm): Promise<CryptoKey> {
  const known = cache.get(jwk) ?? new Map<string, Promise<CryptoKey>>();
  cache.set(jwk, known);
  const held = known.get(algorithm.alg);
  if (held) return held;
  const key = importPublic(algorithm, jwk);
  known.set(algorithm.alg, key);
  key.catch(() => known.delete(algorithm.alg));
  return key;
}

async function importPublic(algorithm: Algorithm, jwk: JWK): Promise<CryptoKey> {
  if (jwk.d !== undefined) throw new JWKSInvalid('JSON Web Key Set members must be public keys');
  return importJwkFor(algorithm, jwk, true);
}

export { isKeySet };
