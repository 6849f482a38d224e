import type { JWK } from '../types.js';

/** What tells whether an imported key still is what it was. */
export function jwkMark(jwk: JWK): string {
  return JSON.stringify(jwk);
}
