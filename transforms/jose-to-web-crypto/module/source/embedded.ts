import { jwsAlgorithm } from './algorithms.js';
import { JWSInvalid } from './errors.js';
import { importJwkFor } from './jwk-import.js';
import { checkJwkUse } from './key-checks.js';
import { isObject } from './text.js';
import type { CryptoKey, FlattenedJWSInput, JWK, JWSHeaderParameters } from './types.js';

/** The public key that a token brings in its own header. */
export async function EmbeddedJWK(
  protectedHeader?: JWSHeaderParameters,
  token?: FlattenedJWSInput,
): Promise<CryptoKey> {
  const header = { ...protectedHeader, ...token?.header };
  if (!isObject(header.jwk))
    throw new JWSInvalid('"jwk" (JSON Web Key) Header Parameter must be a JSON object');
  const jwk: JWK = { ...header.jwk };
  if (jwk.d !== undefined || jwk.kty === 'oct')
    throw new JWSInvalid('"jwk" (JSON Web Key) Header Parameter must be a public key');
  const algorithm = jwsAlgorithm(typeof header.alg === 'string' ? header.alg : '');
  try {
    checkJwkUse(algorithm, jwk, 'verify');
  } catch (cause) {
    throw new JWSInvalid('Invalid Embedded JWK', { cause });
  }
  return importJwkFor(algorithm, jwk, true);
}
