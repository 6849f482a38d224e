import type { JWK } from '../types.js';

/**
 * What tells whether an imported key still is what it was: nothing needs to, for it is frozen, as
 * jose 6 does.
 */
export function jwkMark(jwk: JWK): string {
  Object.freeze(jwk.key_ops);
  Object.freeze(jwk);
  return '';
}
