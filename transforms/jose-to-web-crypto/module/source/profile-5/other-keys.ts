import { jwsAlgorithm, type Algorithm } from '../algorithms.js';
import { kindOfDer } from '../der.js';
import { importJwkFor } from '../jwk-import.js';
import { checkJwkUse, keyTypeError } from '../key-checks.js';
import type { Bytes, CryptoKey, JWK } from '../types.js';

/** A key for whatever algorithm fits it, as jose 4 and 5 have them on Node.js. */
export interface KeyLike {
  readonly type: string;
}

/** Whatever can be given as a key. */
export type KeyInput = KeyLike | JWK | Uint8Array;

/** A key that was imported without being bound to an algorithm. */
export class ImportedKey {
  readonly type: 'public' | 'private';
  /** The key as SPKI, PKCS#8 or JSON Web Key. */
  readonly held: Bytes | JWK;

  constructor(type: 'public' | 'private', held: Bytes | JWK) {
    this.type = type;
    this.held = held;
  }

  /** The key of Web Crypto for one algorithm. */
  async for(algorithm: Algorithm, extractable = false): Promise<CryptoKey> {
    const { key, kty } = algorithm;
    const { held, type } = this;
    if (!(held instanceof Uint8Array)) {
      checkJwkUse(algorithm, held, type === 'public' ? 'verify' : 'sign');
      return importJwkFor(algorithm, held, extractable);
    }
    const wanted = kty === 'RSA' ? 'RSA' : (key.namedCurve ?? key.name);
    const kind = kindOfDer(held);
    if (kind !== wanted && !(kind === 'RSA-PSS' && key.name === 'RSA-PSS'))
      throw new TypeError(`Invalid key for this operation, its type must be ${wanted}`);
    const format = type === 'public' ? 'spki' : 'pkcs8';
    return crypto.subtle.importKey(format, held, key, extractable, [
      type === 'public' ? 'verify' : 'sign',
    ]);
  }

  /** An algorithm that the key can be used with. */
  anyAlgorithm(): Algorithm {
    const { held } = this;
    const kind = held instanceof Uint8Array ? kindOfDer(held) : (held.crv ?? held.kty);
    const alg = held instanceof Uint8Array ? undefined : held.alg;
    return jwsAlgorithm(alg ?? ALGORITHM_OF_KIND[kind ?? ''] ?? 'of this key');
  }
}

const ALGORITHM_OF_KIND: Readonly<Record<string, string>> = {
  RSA: 'RS256',
  'RSA-PSS': 'PS256',
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
  Ed25519: 'EdDSA',
};

const boundKeys = new WeakMap<ImportedKey, Map<string, Promise<CryptoKey>>>();

/** Whatever else is given as a key. */
export async function importOther(algorithm: Algorithm, key: unknown): Promise<CryptoKey> {
  const { alg, kty } = algorithm;
  if (!(key instanceof ImportedKey) || kty === 'oct') throw keyTypeError(alg, key, kty === 'oct');
  const known = boundKeys.get(key) ?? new Map<string, Promise<CryptoKey>>();
  boundKeys.set(key, known);
  const bound = known.get(alg) ?? key.for(algorithm);
  known.set(alg, bound);
  bound.catch(() => known.delete(alg));
  return bound;
}
