import { decode } from './decode.js';
import { JsonWebTokenError } from './errors.js';
import type { Jwt, VerifyOptions } from './types.js';

function checkVerifyOptions({ clockTimestamp, nonce }: VerifyOptions): void {
  if (clockTimestamp && typeof clockTimestamp !== 'number')
    throw new JsonWebTokenError('clockTimestamp must be a number');
  if (nonce !== undefined && (typeof nonce !== 'string' || nonce.trim() === ''))
    throw new JsonWebTokenError('nonce must be a non-empty string');
}

/** Reads a token of which nothing is known yet. */
function readJwt(token: unknown): Jwt {
  if (!token) throw new JsonWebTokenError('jwt must be provided');
  if (typeof token !== 'string') throw new JsonWebTokenError('jwt must be a string');
  if (token.split('.').length !== 3) throw new JsonWebTokenError('jwt malformed');
  const jwt = decode(token, { complete: true });
  if (!jwt) throw new JsonWebTokenError('invalid token');
  return jwt;
}

/** A signature needs a key, and a key a signature. */
function checkPresence(signature: string, key: unknown): void {
  if (typeof key === 'function')
    throw new JsonWebTokenError(
      'verify must be called asynchronous if secret or public key is provided as a callback',
    );
  if (signature === '' && key) throw new JsonWebTokenError('jwt signature is required');
  if (signature !== '' && !key)
    throw new JsonWebTokenError('secret or public key must be provided');
}

/** What is signed of a token. */
function signedText(token: string): string {
  return token.slice(0, token.lastIndexOf('.'));
}

export { checkPresence, checkVerifyOptions, readJwt, signedText };
