import { decodeBase64url } from '../base64url.js';
import { JOSENotSupported } from '../errors.js';
import { isObject } from '../text.js';
import type { JWK } from '../types.js';
import { ImportedKey, type KeyLike } from './other-keys.js';

/** Imports a JSON Web Key for whatever algorithm fits it; a secret is given as its bytes. */
export async function importJWK(
  jwk: JWK,
  _alg?: string,
  _octAsKeyObject?: boolean,
): Promise<KeyLike | Uint8Array> {
  if (!isObject(jwk)) throw new TypeError('JWK must be an object');
  if (jwk.kty === 'oct') {
    if (typeof jwk.k !== 'string' || jwk.k === '')
      throw new TypeError('missing "k" (Key Value) Parameter value');
    return decodeBase64url(jwk.k);
  }
  if (jwk.kty !== 'RSA' && jwk.kty !== 'EC' && jwk.kty !== 'OKP')
    throw new JOSENotSupported('Unsupported "kty" (Key Type) Parameter value');
  if (jwk.kty === 'RSA' && jwk['oth'] !== undefined)
    throw new JOSENotSupported(
      'RSA JWK "oth" (Other Primes Info) Parameter value is not supported',
    );
  const key = new ImportedKey(jwk.d === undefined ? 'public' : 'private', { ...jwk });
  const algorithm = key.anyAlgorithm();
  await key.for(algorithm);
  return key;
}
