import { validateClaims } from './claims.js';
import { JWTInvalid } from './errors.js';
import { jwtHeader } from './headers.js';
import { verifyCompact } from './jws.js';
import type { KeyInput } from './profile.js';
import type {
  JWTPayload,
  JWTVerifyGetKey,
  JWTVerifyOptions,
  JWTVerifyResult,
  ResolvedKey,
} from './types.js';

/** Verifies the signature of a JWT, then its claims. */
export async function jwtVerify<PayloadType = JWTPayload>(
  jwt: string | Uint8Array,
  key: KeyInput,
  options?: JWTVerifyOptions,
): Promise<JWTVerifyResult<PayloadType>>;
export async function jwtVerify<PayloadType = JWTPayload>(
  jwt: string | Uint8Array,
  getKey: JWTVerifyGetKey,
  options?: JWTVerifyOptions,
): Promise<JWTVerifyResult<PayloadType> & ResolvedKey>;
export async function jwtVerify(
  jwt: string | Uint8Array,
  key: KeyInput | JWTVerifyGetKey,
  options?: JWTVerifyOptions,
): Promise<JWTVerifyResult> {
  const { header, payload, isEncoded, key: found } = await verifyCompact(jwt, key, options);
  if (!isEncoded) throw new JWTInvalid('JWTs MUST NOT use unencoded payload');
  const claims = validateClaims(header, payload, options);
  return { payload: claims, protectedHeader: jwtHeader(header), ...(found ? { key: found } : {}) };
}
