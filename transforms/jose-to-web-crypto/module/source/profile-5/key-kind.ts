import { keyTypeError } from '../key-checks.js';

/** jose 4 and 5 look at the kind of key before the algorithm. */
export function checkKeyKind(alg: string, key: unknown): void {
  if (key instanceof Uint8Array && !alg.startsWith('HS')) throw keyTypeError(alg, key, false);
}
