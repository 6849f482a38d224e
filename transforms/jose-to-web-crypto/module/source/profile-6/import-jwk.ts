import { decodeBase64url } from '../base64url.js';
import { JOSENotSupported } from '../errors.js';
import { checkJwkMembers, checkJwkUse } from '../key-checks.js';
import { importJwkFor } from '../jwk-import.js';
import { isObject } from '../text.js';
import type { CryptoKey, JWK } from '../types.js';
import { extractableOf, keyAlgorithm, type KeyImportOptions } from './import-key.js';

/** Imports a JSON Web Key for one algorithm; a secret is given as its bytes. */
export async function importJWK(
  key: JWK,
  alg?: string,
  options?: KeyImportOptions,
): Promise<CryptoKey | Uint8Array> {
  if (!isObject(key)) throw new TypeError('JWK must be an object');
  const jwk: JWK = { ...key };
  checkJwkMembers(jwk);
  const extractable = extractableOf(options);
  const wanted = alg ?? jwk.alg;
  if (jwk.kty === 'oct') {
    if (typeof jwk.k !== 'string') throw new TypeError('missing "k" (Key Value) Parameter value');
    return decodeBase64url(jwk.k);
  }
  if (!wanted) throw new TypeError('"alg" argument is required when "jwk.alg" is not present');
  if (jwk.kty !== 'RSA' && jwk.kty !== 'EC' && jwk.kty !== 'OKP')
    throw new JOSENotSupported('Unsupported "kty" (Key Type) Parameter value');
  if (jwk.kty === 'RSA' && jwk['oth'] !== undefined)
    throw new JOSENotSupported(
      'RSA JWK "oth" (Other Primes Info) Parameter value is not supported',
    );
  const algorithm = keyAlgorithm(
    wanted,
    'Invalid or unsupported JWK "alg" (Algorithm) Parameter value',
  );
  const isPrivate = jwk.d !== undefined;
  checkJwkUse(algorithm, { ...jwk, alg: algorithm.alg }, isPrivate ? 'sign' : 'verify');
  return importJwkFor(algorithm, jwk, extractable ?? jwk.ext ?? !isPrivate);
}
