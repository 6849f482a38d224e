import { decodeBase64url } from './base64url.js';
import { JWTInvalid } from './errors.js';
import { parseHeader } from './headers.js';
import { isObject, strictDecoder } from './text.js';
import type { JWTPayload, ProtectedHeaderParameters } from './types.js';

/** Claims of a JWT whose signature is not looked at. */
export function decodeJwt<PayloadType = JWTPayload>(jwt: string): PayloadType & JWTPayload;
export function decodeJwt(jwt: string): JWTPayload {
  if (typeof jwt !== 'string')
    throw new JWTInvalid('JWTs must use Compact JWS serialization, JWT must be a string');
  const { 1: payload, length } = jwt.split('.');
  if (length === 5)
    throw new JWTInvalid('Only JWTs using Compact JWS serialization can be decoded');
  if (length !== 3) throw new JWTInvalid('Invalid JWT');
  if (!payload) throw new JWTInvalid('JWTs must contain a payload');
  const bytes = attempt(() => decodeBase64url(payload), 'base64url decode the payload');
  const claims: unknown = attempt(
    () => JSON.parse(strictDecoder.decode(bytes)),
    'parse the decoded payload as JSON',
  );
  if (!isObject(claims)) throw new JWTInvalid('Invalid JWT Claims Set');
  return claims;
}

function attempt<Result>(work: () => Result, name: string): Result {
  try {
    return work();
  } catch (cause) {
    throw new JWTInvalid(`Failed to ${name}`, { cause });
  }
}

/** Header of a token whose signature is not looked at. */
export function decodeProtectedHeader(token: string | object): ProtectedHeaderParameters {
  const encoded = encodedHeader(token);
  const header = encoded === undefined ? undefined : parseHeader(encoded);
  if (!header) throw new TypeError('Invalid Token or Protected Header formatting');
  return header;
}

function encodedHeader(token: unknown): string | undefined {
  if (typeof token === 'string') {
    const parts = token.split('.');
    return parts.length === 3 || parts.length === 5 ? parts[0] : undefined;
  }
  if (typeof token !== 'object' || token === null) return undefined;
  if (!('protected' in token)) throw new TypeError('Token does not contain a Protected Header');
  return typeof token.protected === 'string' ? token.protected : undefined;
}
