import { bytesOf, isObject } from '../text.js';
import { epoch, finite, secondsOf, timeOf } from '../time.js';
import type { Bytes, JWTPayload } from '../types.js';

/** Claims of a JWT that is being made. Those given are changed by nobody else, and may be changed later. */
export class ClaimsBuilder {
  protected claims: JWTPayload;

  constructor(payload: JWTPayload = {}) {
    if (!isObject(payload)) throw new TypeError('JWT Claims Set MUST be an object');
    this.claims = payload;
  }

  setIssuer(issuer: string): this {
    return this.with({ iss: issuer });
  }

  setSubject(subject: string): this {
    return this.with({ sub: subject });
  }

  setAudience(audience: string | string[]): this {
    return this.with({ aud: audience });
  }

  setJti(jwtId: string): this {
    return this.with({ jti: jwtId });
  }

  setNotBefore(input: number | string | Date): this {
    return this.with({ nbf: timeOf(input, 'setNotBefore') });
  }

  setExpirationTime(input: number | string | Date): this {
    return this.with({ exp: timeOf(input, 'setExpirationTime') });
  }

  setIssuedAt(input?: number | string | Date): this {
    const now = epoch(new Date());
    if (input === undefined) return this.with({ iat: now });
    if (typeof input === 'string')
      return this.with({ iat: finite('setIssuedAt', now + secondsOf(input)) });
    return this.with({ iat: timeOf(input, 'setIssuedAt') });
  }

  private with(claims: JWTPayload): this {
    this.claims = { ...this.claims, ...claims };
    return this;
  }

  protected bytes(): Bytes {
    return bytesOf(JSON.stringify(this.claims));
  }
}
