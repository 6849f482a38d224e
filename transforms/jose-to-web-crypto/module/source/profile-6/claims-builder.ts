import { bytesOf, isObject } from '../text.js';
import { epoch, finite, secondsOf, timeOf } from '../time.js';
import type { Bytes, JWTPayload } from '../types.js';

/** Claims of a JWT that is being made: a copy of those given. */
export class ClaimsBuilder {
  protected readonly claims: JWTPayload;

  constructor(payload: JWTPayload = {}) {
    if (!isObject(payload)) throw new TypeError('JWT Claims Set MUST be an object');
    this.claims = structuredClone(payload);
  }

  setIssuer(issuer: string): this {
    this.claims.iss = textOf('iss', issuer);
    return this;
  }

  setSubject(subject: string): this {
    this.claims.sub = textOf('sub', subject);
    return this;
  }

  setAudience(audience: string | string[]): this {
    const isList = Array.isArray(audience) && audience.every((name) => typeof name === 'string');
    if (typeof audience !== 'string' && !isList)
      throw new TypeError('"aud" claim must be a string or an array of strings');
    this.claims.aud = audience;
    return this;
  }

  setJti(jwtId: string): this {
    this.claims.jti = textOf('jti', jwtId);
    return this;
  }

  setNotBefore(input: number | string | Date): this {
    this.claims.nbf = timeOf(input, 'setNotBefore');
    return this;
  }

  setExpirationTime(input: number | string | Date): this {
    this.claims.exp = timeOf(input, 'setExpirationTime');
    return this;
  }

  setIssuedAt(input?: number | string | Date): this {
    if (input === undefined) this.claims.iat = epoch(new Date());
    else if (typeof input === 'string')
      this.claims.iat = finite('setIssuedAt', epoch(new Date()) + secondsOf(input));
    else this.claims.iat = timeOf(input, 'setIssuedAt');
    return this;
  }

  protected bytes(): Bytes {
    for (const claim of ['iat', 'nbf', 'exp']) {
      const value = this.claims[claim];
      if (typeof value === 'number' && !Number.isFinite(value))
        throw new TypeError(`"${claim}" claim must be a finite number`);
    }
    return bytesOf(JSON.stringify(this.claims));
  }
}

function textOf(claim: string, value: unknown): string {
  if (typeof value !== 'string') throw new TypeError(`"${claim}" claim must be a string`);
  return value;
}
