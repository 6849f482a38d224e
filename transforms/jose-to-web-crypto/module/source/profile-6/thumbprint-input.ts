import { keyInputError } from '../key-checks.js';
import type { CryptoKey, JWK } from '../types.js';
import type { KeyObject } from './other-keys.js';

/** What thumbprints are made of. */
export type ThumbprintInput = JWK | CryptoKey | KeyObject;

export function thumbprintInputError(input: unknown): TypeError {
  return keyInputError(input, 'CryptoKey', 'KeyObject', 'JSON Web Key');
}
