import { encodeBase64url } from '../base64url.js';
import { pemOf } from '../der.js';
import { isCryptoKey, keyInputError } from '../key-checks.js';
import { fromKeyObject, isKeyObject } from '../resolve-key.js';
import { isObject } from '../text.js';
import type { CryptoKey, JWK } from '../types.js';
import type { KeyObject } from './other-keys.js';

/** A public key in PEM format. */
export async function exportSPKI(key: CryptoKey | KeyObject): Promise<string> {
  return exportPem(key, 'public', 'spki');
}

/** A private key in PEM format. */
export async function exportPKCS8(key: CryptoKey | KeyObject): Promise<string> {
  return exportPem(key, 'private', 'pkcs8');
}

async function exportPem(
  key: unknown,
  type: 'public' | 'private',
  format: 'spki' | 'pkcs8',
): Promise<string> {
  if (!isCryptoKey(key)) throw keyInputError(key, 'CryptoKey', 'KeyObject');
  if (!key.extractable) throw new TypeError('CryptoKey is not extractable');
  if (key.type !== type) throw new TypeError(`key is not a ${type} key`);
  const der = await crypto.subtle.exportKey(format, key);
  return pemOf(new Uint8Array(der), `${type.toUpperCase()} KEY`);
}

/** A key as JSON Web Key. */
export async function exportJWK(key: CryptoKey | KeyObject | Uint8Array): Promise<JWK> {
  const given: unknown = isKeyObject(key) ? fromKeyObject(key) : key;
  if (given instanceof Uint8Array) return { kty: 'oct', k: encodeBase64url(given) };
  if (isKeyObject(key) && isObject(given)) return given;
  if (!isCryptoKey(given)) throw keyInputError(given, 'CryptoKey', 'KeyObject', 'Uint8Array');
  if (!given.extractable)
    throw new TypeError('non-extractable CryptoKey cannot be exported as a JWK');
  const exported: JWK = { ...(await crypto.subtle.exportKey('jwk', given)) };
  for (const name of ['ext', 'key_ops', 'alg', 'use']) delete exported[name];
  return exported;
}
