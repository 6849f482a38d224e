import type { Algorithm } from './algorithms.js';
import { decodeBase64url } from './base64url.js';
import { JOSENotSupported } from './errors.js';
import { bytesOf } from './text.js';
import type { Bytes, CryptoKey, JWK } from './types.js';

/** Imports a JSON Web Key for one algorithm. */
async function importJwkFor(
  algorithm: Algorithm,
  jwk: JWK,
  extractable: boolean,
): Promise<CryptoKey> {
  const { kty, key } = algorithm;
  if (jwk.kty !== kty)
    throw new JOSENotSupported('Invalid or unsupported JWK "alg" (Algorithm) Parameter value');
  if (kty === 'EC' && jwk.crv !== key.namedCurve)
    throw new TypeError(`Invalid key for this operation, its curve must be ${key.namedCurve}`);
  const isPrivate = jwk.d !== undefined;
  const uses: ('sign' | 'verify')[] = [isPrivate ? 'sign' : 'verify'];
  if (kty === 'OKP') return importEd25519(jwk, extractable, uses);
  // LLRT needs `alg` in keys of RSA.
  const parameters = { ...essence(algorithm, jwk), alg: algorithm.alg };
  return crypto.subtle.importKey('jwk', parameters, key, extractable, uses);
}

/** The parameters that make up a key: not those that restrict its use, which LLRT does not look at. */
function essence({ alg, kty }: Algorithm, jwk: JWK): JWK {
  const names =
    kty === 'RSA' ? ['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] : ['crv', 'x', 'y', 'd'];
  const found: JWK = { kty };
  for (const name of names) {
    const value = jwk[name];
    if (value === undefined) continue;
    if (typeof value !== 'string') throw new TypeError(`Invalid JWK "${name}" Parameter value`);
    if (name !== 'crv') decodeBase64url(value);
    found[name] = value;
  }
  if (kty === 'RSA' && isExponentOne(found.e))
    throw new TypeError(`${alg} requires a key with an odd public exponent above 1`);
  return found;
}

function isExponentOne(exponent = ''): boolean {
  const bytes = decodeBase64url(exponent);
  const last = bytes[bytes.length - 1] ?? 0;
  return last % 2 === 0 || (last === 1 && bytes.slice(0, -1).every((byte) => byte === 0));
}

/** PKCS#8 around the 32 bytes of a private Ed25519 key: LLRT does not sign with one that was a JWK. */
const ED25519_PKCS8 = [48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32];

function importEd25519(
  jwk: JWK,
  extractable: boolean,
  uses: ('sign' | 'verify')[],
): Promise<CryptoKey> {
  if (jwk.crv !== 'Ed25519')
    throw new JOSENotSupported('Invalid or unsupported JWK "crv" (Curve) Parameter value');
  const name = { name: 'Ed25519' };
  if (typeof jwk.d !== 'string')
    return crypto.subtle.importKey('raw', point(jwk.x), name, extractable, uses);
  point(jwk.x);
  const pkcs8 = new Uint8Array(ED25519_PKCS8.length + 32);
  pkcs8.set(ED25519_PKCS8);
  pkcs8.set(point(jwk.d), ED25519_PKCS8.length);
  return crypto.subtle.importKey('pkcs8', pkcs8, name, extractable, uses);
}

function point(encoded: unknown): Bytes {
  const bytes = decodeBase64url(typeof encoded === 'string' ? encoded : '');
  if (bytes.length !== 32) throw new TypeError('Invalid Ed25519 key length');
  return bytes;
}

const PEM_START = bytesOf('-----BEGIN');

/**
 * Imports a secret.
 *
 * @throws TypeError for an empty one, and for the text of a public or private key: with those
 * anybody could sign
 */
function importSecret({ key }: Algorithm, secret: Bytes): Promise<CryptoKey> {
  if (secret.length === 0) throw new TypeError('Zero-length key is not supported');
  if (PEM_START.every((byte, index) => secret[index] === byte))
    throw new TypeError('The text of a PEM key cannot be a secret for HMAC');
  return crypto.subtle.importKey('raw', secret, key, false, ['sign', 'verify']);
}

export { importJwkFor, importSecret };
