import type { JWK } from '../types.js';
import type { KeyLike } from './other-keys.js';

/** What thumbprints are made of. */
export type ThumbprintInput = JWK | KeyLike;
