import type { JWK, JWTVerifyOptions } from 'jose';

/** One token to verify, and what is right. */
export interface Trial {
  readonly name: string;
  readonly jwt: string;
  readonly key: JWK | Uint8Array;
  readonly options?: JWTVerifyOptions;
  readonly isValid: boolean;
}

/** When the trials are made, in seconds since 1970. */
export const NOW = Math.floor(Date.now() / 1000);
/** Claims that are right. */
export const CLAIMS = { iss: 'me', aud: 'you', sub: 'it', iat: NOW - 10, exp: NOW + 3600 };
export const PAYLOAD = JSON.stringify(CLAIMS);
