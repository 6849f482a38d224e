import type { JWK } from '../types.js';
import type { KeyLike } from './other-keys.js';

/** What thumbprints are made of. */
export type ThumbprintInput = JWK | KeyLike;

export function thumbprintInputError(_input: unknown): TypeError {
  return new TypeError('JWK must be an object');
}
