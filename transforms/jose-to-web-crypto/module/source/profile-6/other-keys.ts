import type { Algorithm } from '../algorithms.js';
import { keyTypeError } from '../key-checks.js';
import type { CryptoKey, JWK } from '../types.js';

/** A key of node:crypto. */
export interface KeyObject {
  type: string;
}

/** Whatever can be given as a key. */
export type KeyInput = CryptoKey | KeyObject | JWK | Uint8Array;

/** Whatever else is given as a key. */
export async function importOther({ alg, kty }: Algorithm, key: unknown): Promise<CryptoKey> {
  throw keyTypeError(alg, key, kty === 'oct');
}
