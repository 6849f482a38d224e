import type { Profile } from '../version.js';

/** Exports whose identity matters: what one copy makes, another one does not know. */
const IDENTITIES = /^(?:errors(?:\..*)?|customFetch|jwksCache|experimental_jwksCache)$/;

/** Exports that make keys, which under jose 4 and 5 are KeyObjects. */
const KEY_MAKERS =
  /^(?:import(?:SPKI|PKCS8|X509|JWK)|generate(?:KeyPair|Secret)|create(?:Local|Remote)JWKSet|EmbeddedJWK)$/;

/** What code gives to and gets from other code that a second copy of jose would not know. */
export interface Exchange {
  readonly errors: boolean;
  readonly keys: boolean;
}

/** What the code that uses these exports may exchange. */
export function exchangeOf(names: Iterable<string>, profile: Profile): Exchange {
  const all = [...names];
  return {
    errors: all.some((name) => IDENTITIES.test(name)),
    keys: profile === 'jose-5' && all.some((name) => KEY_MAKERS.test(name)),
  };
}
