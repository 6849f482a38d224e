import { encodeBase64url } from './base64url.js';
import { JOSENotSupported, JWKInvalid } from './errors.js';
import { exportJWK, thumbprintInputError, type ThumbprintInput } from './profile.js';
import { bytesOf, isObject } from './text.js';
import type { JWK } from './types.js';

/** The members of a key that its thumbprint is made of, in their order, with what messages call them. */
const THUMBPRINT_MEMBERS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  AKP: [
    ['alg', 'Algorithm'],
    ['kty', ''],
    ['pub', 'Public key'],
  ],
  EC: [
    ['crv', 'Curve'],
    ['kty', ''],
    ['x', 'X Coordinate'],
    ['y', 'Y Coordinate'],
  ],
  OKP: [
    ['crv', 'Subtype of Key Pair'],
    ['kty', ''],
    ['x', 'Public Key'],
  ],
  RSA: [
    ['e', 'Exponent'],
    ['kty', ''],
    ['n', 'Modulus'],
  ],
  oct: [
    ['k', 'Key Value'],
    ['kty', ''],
  ],
};

/** Thumbprint of a key (RFC 7638). */
export async function calculateJwkThumbprint(
  key: ThumbprintInput,
  digestAlgorithm: 'sha256' | 'sha384' | 'sha512' = 'sha256',
): Promise<string> {
  const jwk = await thumbprintJwk(key);
  if (!/^sha(?:256|384|512)$/.test(digestAlgorithm))
    throw new TypeError('digestAlgorithm must one of "sha256", "sha384", or "sha512"');
  const members = THUMBPRINT_MEMBERS[jwk.kty ?? ''];
  if (!members) throw new JOSENotSupported('"kty" (Key Type) Parameter missing or unsupported');
  const held = members.map(([name, description]) => {
    const value = jwk[name];
    if (typeof value !== 'string' || (value === '' && name !== 'k'))
      throw new JWKInvalid(`"${name}" (${description}) Parameter missing or invalid`);
    return [name, value];
  });
  const data = bytesOf(JSON.stringify(Object.fromEntries(held)));
  const digest = await crypto.subtle.digest(`SHA-${digestAlgorithm.slice(-3)}`, data);
  return encodeBase64url(new Uint8Array(digest));
}

async function thumbprintJwk(key: ThumbprintInput): Promise<JWK> {
  if (isKey(key)) return exportJWK(key);
  if (isObject(key) && typeof key['kty'] === 'string') return { ...key };
  throw thumbprintInputError(key);
}

function isKey(key: ThumbprintInput): key is Exclude<ThumbprintInput, JWK> {
  return typeof key === 'object' && key !== null && 'type' in key && !('kty' in key);
}

/** Thumbprint of a key as a URI (RFC 9278). */
export async function calculateJwkThumbprintUri(
  key: ThumbprintInput,
  digestAlgorithm: 'sha256' | 'sha384' | 'sha512' = 'sha256',
): Promise<string> {
  const thumbprint = await calculateJwkThumbprint(key, digestAlgorithm);
  return `urn:ietf:params:oauth:jwk-thumbprint:sha-${digestAlgorithm.slice(-3)}:${thumbprint}`;
}
