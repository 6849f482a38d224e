import { decodeBase64url } from '../base64url.js';
import { JOSENotSupported } from '../errors.js';
import { checkJwkUse } from '../key-checks.js';
import { importJwkFor } from '../jwk-import.js';
import { isObject } from '../text.js';
import type { CryptoKey, JWK } from '../types.js';
import { keyAlgorithm, type KeyImportOptions } from './import-key.js';

/** Imports a JSON Web Key for one algorithm; a secret is given as its bytes. */
export async function importJWK(
  jwk: JWK,
  alg?: string,
  options?: KeyImportOptions,
): Promise<CryptoKey | Uint8Array> {
  if (!isObject(jwk)) throw new TypeError('JWK must be an object');
  const wanted = alg ?? jwk.alg;
  if (jwk.kty === 'oct') {
    if (typeof jwk.k !== 'string') throw new TypeError('missing "k" (Key Value) Parameter value');
    return decodeBase64url(jwk.k);
  }
  if (!wanted) throw new TypeError('"alg" argument is required when "jwk.alg" is not present');
  if (jwk.kty !== 'RSA' && jwk.kty !== 'EC' && jwk.kty !== 'OKP')
    throw new JOSENotSupported('Unsupported "kty" (Key Type) Parameter value');
  const algorithm = keyAlgorithm(wanted);
  const isPrivate = jwk.d !== undefined;
  checkJwkUse(algorithm, { ...jwk, alg: algorithm.alg }, isPrivate ? 'sign' : 'verify');
  return importJwkFor(algorithm, jwk, options?.extractable ?? jwk.ext ?? !isPrivate);
}
