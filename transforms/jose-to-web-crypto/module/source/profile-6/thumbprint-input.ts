import type { CryptoKey, JWK } from '../types.js';
import type { KeyObject } from './other-keys.js';

/** What thumbprints are made of. */
export type ThumbprintInput = JWK | CryptoKey | KeyObject;
