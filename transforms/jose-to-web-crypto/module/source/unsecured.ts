import { decodeBase64url, encodeBase64url } from './base64url.js';
import { validateClaims } from './claims.js';
import { JWSInvalid, JWTInvalid } from './errors.js';
import { checkCritical, jwtHeader, parseHeader } from './headers.js';
import { ClaimsBuilder } from './profile.js';
import { bytesOf } from './text.js';
import type {
  Bytes,
  JWTClaimVerificationOptions,
  JWTHeaderParameters,
  JWTPayload,
} from './types.js';

export interface UnsecuredResult<PayloadType = JWTPayload> {
  payload: PayloadType & JWTPayload;
  header: JWTHeaderParameters;
}

/** A JWT without a signature. */
export class UnsecuredJWT extends ClaimsBuilder {
  encode(): string {
    const header = encodeBase64url(bytesOf(JSON.stringify({ alg: 'none' })));
    return `${header}.${encodeBase64url(this.bytes())}.`;
  }

  static decode<PayloadType = JWTPayload>(
    jwt: string,
    options?: JWTClaimVerificationOptions,
  ): UnsecuredResult<PayloadType>;
  static decode(jwt: string, options?: JWTClaimVerificationOptions): UnsecuredResult {
    if (typeof jwt !== 'string') throw new JWTInvalid('Unsecured JWT must be a string');
    const { 0: encoded = '', 1: payload = '', 2: signature, length } = jwt.split('.');
    const header = length === 3 && signature === '' ? parseHeader(encoded) : undefined;
    if (!header) throw new JWTInvalid('Invalid Unsecured JWT');
    const isEncoded = isPayloadEncoded(header);
    if (header['alg'] !== 'none') throw new JWTInvalid('Invalid Unsecured JWT');
    if (!isEncoded) throw new JWTInvalid('JWTs MUST NOT use unencoded payload');
    const claims = validateClaims(header, payloadOf(payload), options);
    return { payload: claims, header: jwtHeader(header) };
  }
}

function isPayloadEncoded(header: Record<string, unknown>): boolean {
  try {
    return checkCritical(header, undefined);
  } catch (cause) {
    if (!(cause instanceof JWSInvalid)) throw cause;
    throw new JWTInvalid('Invalid Unsecured JWT', { cause });
  }
}

function payloadOf(encoded: string): Bytes {
  try {
    return decodeBase64url(encoded);
  } catch (cause) {
    throw new JWTInvalid('Failed to base64url decode the payload', { cause });
  }
}
