import { decodeBase64url } from './base64url.js';
import { JOSENotSupported, JWSInvalid } from './errors.js';
import { has, isObject, strictDecoder } from './text.js';
import type { JWTHeaderParameters } from './types.js';

/** Header of a token, parsed; undefined where it is none. */
function parseHeader(encoded: string): Record<string, unknown> | undefined {
  try {
    const header: unknown = JSON.parse(strictDecoder.decode(decodeBase64url(encoded)));
    return isObject(header) ? header : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Checks the extensions that a header says must be understood.
 *
 * @returns whether the payload is encoded with base64url
 */
function checkCritical(
  header: Record<string, unknown>,
  known: { readonly [name: string]: boolean } | undefined,
): boolean {
  const { crit } = header;
  if (crit === undefined) return true;
  if (!Array.isArray(crit) || crit.length === 0 || crit.some((name) => !isName(name)))
    throw new JWSInvalid(
      '"crit" (Critical) Header Parameter MUST be an array of non-empty strings when present',
    );
  for (const name of crit.map(String)) {
    if (name !== 'b64' && !(known && has(known, name)))
      throw new JOSENotSupported(`Extension Header Parameter "${name}" is not recognized`);
    if (!has(header, name) || header[name] === undefined)
      throw new JWSInvalid(`Extension Header Parameter "${name}" is missing`);
  }
  if (!crit.includes('b64')) return true;
  if (typeof header['b64'] !== 'boolean')
    throw new JWSInvalid('The "b64" (base64url-encode payload) Header Parameter must be a boolean');
  return header['b64'];
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

/** The `alg` of a header. */
function algOf(header: Record<string, unknown>): string {
  const { alg } = header;
  if (typeof alg !== 'string' || alg === '')
    throw new JWSInvalid('JWS "alg" (Algorithm) Header Parameter missing or invalid');
  return alg;
}

/** A header whose `alg` and `b64` have been checked. */
function jwtHeader<Header extends JWTHeaderParameters>(header: Record<string, unknown>): Header;
function jwtHeader(header: Record<string, unknown>): Record<string, unknown> {
  return header;
}

export { algOf, checkCritical, jwtHeader, parseHeader };
