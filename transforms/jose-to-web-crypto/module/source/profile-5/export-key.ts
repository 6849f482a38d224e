import { encodeBase64url } from '../base64url.js';
import { pemOf } from '../der.js';
import { isCryptoKey, keyInputError } from '../key-checks.js';
import { fromKeyObject, isKeyObject } from '../resolve-key.js';
import { isObject } from '../text.js';
import type { CryptoKey, JWK } from '../types.js';
import { ImportedKey, type KeyLike } from './other-keys.js';

/** A public key in PEM format. */
export async function exportSPKI(key: KeyLike): Promise<string> {
  return exportPem(key, 'public', 'spki');
}

/** A private key in PEM format. */
export async function exportPKCS8(key: KeyLike): Promise<string> {
  return exportPem(key, 'private', 'pkcs8');
}

async function exportPem(
  key: unknown,
  type: 'public' | 'private',
  format: 'spki' | 'pkcs8',
): Promise<string> {
  const exportable = await extractableKey(key);
  if (!exportable) throw keyInputError(key, 'KeyObject', 'CryptoKey');
  if (!exportable.extractable) throw new TypeError('CryptoKey is not extractable');
  if (exportable.type !== type) throw new TypeError(`key is not a ${type} key`);
  const der = await crypto.subtle.exportKey(format, exportable);
  return pemOf(new Uint8Array(der), `${type.toUpperCase()} KEY`);
}

async function extractableKey(key: unknown): Promise<CryptoKey | undefined> {
  if (isCryptoKey(key)) return key;
  return key instanceof ImportedKey ? key.for(key.anyAlgorithm(), true) : undefined;
}

/** A key as JSON Web Key. */
export async function exportJWK(key: KeyLike | Uint8Array): Promise<JWK> {
  const given: unknown = isKeyObject(key) ? fromKeyObject(key) : key;
  if (given instanceof Uint8Array) return { kty: 'oct', k: encodeBase64url(given) };
  if (isKeyObject(key) && isObject(given)) return given;
  const exportable = await extractableKey(given);
  if (!exportable) throw keyInputError(given, 'KeyObject', 'CryptoKey', 'Uint8Array');
  if (!exportable.extractable)
    throw new TypeError('non-extractable CryptoKey cannot be exported as a JWK');
  const exported: JWK = { ...(await crypto.subtle.exportKey('jwk', exportable)) };
  for (const name of ['ext', 'key_ops', 'alg', 'use']) delete exported[name];
  return exported;
}
