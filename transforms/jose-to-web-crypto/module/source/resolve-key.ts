import type { Algorithm } from './algorithms.js';
import { decodeBase64url } from './base64url.js';
import { importJwkFor, importSecret } from './jwk-import.js';
import { checkCryptoKey, checkJwkUse, isCryptoKey, tagOf, type Usage } from './key-checks.js';
import { importOther, jwkMark } from './profile.js';
import { copyOf, isObject } from './text.js';
import type { CryptoKey, JWK } from './types.js';

/** Imported keys by the value they came from, with what that value held then. */
const importedKeys = new WeakMap<object, Map<string, { held: string; key: Promise<CryptoKey> }>>();

/**
 * The key of Web Crypto for whatever was given as a key. It is imported once for each algorithm,
 * as long as the bytes or the parameters stay the same.
 */
async function resolveKey(algorithm: Algorithm, key: unknown, usage: Usage): Promise<CryptoKey> {
  const found = await importAny(algorithm, key, usage);
  checkCryptoKey(algorithm, found, usage);
  return found;
}

async function importAny(algorithm: Algorithm, key: unknown, usage: Usage): Promise<CryptoKey> {
  const { alg, kty } = algorithm;
  if (isCryptoKey(key)) return key;
  if (key instanceof Uint8Array && kty === 'oct') {
    const secret = copyOf(key);
    return once(key, alg, secret.join(), () => importSecret(algorithm, secret));
  }
  if (isKeyObject(key)) return importAny(algorithm, fromKeyObject(key), usage);
  if (isObject(key) && typeof key['kty'] === 'string') {
    const jwk: JWK = { ...key };
    checkJwk(algorithm, jwk, usage);
    const mark = kty === 'oct' ? (jwk.k ?? '') : jwkMark(key);
    return once(key, `${alg} ${usage}`, mark, () => fromJwk(algorithm, jwk));
  }
  return importOther(algorithm, key);
}

function checkJwk(algorithm: Algorithm, jwk: JWK, usage: Usage): void {
  const isSecret = algorithm.kty === 'oct';
  if (isSecret && (jwk.kty !== 'oct' || typeof jwk.k !== 'string'))
    throw new TypeError(
      'JSON Web Key for symmetric algorithms must have JWK "kty" (Key Type) equal to "oct" and the JWK "k" (Key Value) present',
    );
  const isFit = usage === 'sign' ? typeof jwk.d === 'string' : jwk.d === undefined;
  if (!isSecret && (jwk.kty === 'oct' || !isFit))
    throw new TypeError(
      `JSON Web Key for this operation must be a ${usage === 'sign' ? 'private' : 'public'} JWK`,
    );
  checkJwkUse(algorithm, jwk, usage);
}

function fromJwk(algorithm: Algorithm, jwk: JWK): Promise<CryptoKey> {
  if (algorithm.kty === 'oct') return importSecret(algorithm, decodeBase64url(jwk.k ?? ''));
  return importJwkFor(algorithm, jwk, false);
}

async function once(
  source: object,
  use: string,
  held: string,
  load: () => Promise<CryptoKey>,
): Promise<CryptoKey> {
  const known =
    importedKeys.get(source) ?? new Map<string, { held: string; key: Promise<CryptoKey> }>();
  importedKeys.set(source, known);
  const entry = known.get(use);
  if (entry?.held === held) return entry.key;
  const key = load();
  known.set(use, { held, key });
  key.catch(() => known.delete(use));
  return key;
}

/** A key of node:crypto, which no code that runs on LLRT can have. */
interface NodeKey {
  readonly type: string;
  export(options?: { format: 'jwk' }): unknown;
}

function isKeyObject(key: unknown): key is NodeKey {
  return tagOf(key) === 'KeyObject';
}

function fromKeyObject(key: NodeKey): unknown {
  return key.type === 'secret' ? key.export() : key.export({ format: 'jwk' });
}

export { fromKeyObject, importAny, isKeyObject, resolveKey };
