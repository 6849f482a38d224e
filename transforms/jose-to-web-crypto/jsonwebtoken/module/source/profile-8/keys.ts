import { spkiOfPrivate } from '../der.js';
import {
  isKeyObject,
  keyOfObject,
  privateKeyOf,
  publicKeyOf,
  secretOf,
  type Key,
} from '../keys.js';
import type { KeyObject } from '../types.js';

/** The key that an algorithm needs; undefined where it needs none. */
function keyFor(given: unknown, alg: string, use: 'sign' | 'verify'): Key | undefined {
  if (/^hs/i.test(alg)) return hmacSecret(given);
  if (!/^(?:rs|ps|es)/i.test(alg)) return undefined;
  if (isKeyObject(given)) return use === 'sign' ? keyOfObject(given) : publicHalf(given);
  try {
    return use === 'sign' ? privateKeyOf(given) : publicKeyOf(given);
  } catch {
    throw Object.assign(new Error('error:1E08010C:DECODER routines::unsupported'), {
      library: 'DECODER routines',
      reason: 'unsupported',
      code: 'ERR_OSSL_UNSUPPORTED',
    });
  }
}

function publicHalf(given: KeyObject): Key {
  const key = keyOfObject(given);
  if (key.type !== 'private') return key;
  return { ...key, type: 'public', bytes: spkiOfPrivate(key.bytes) };
}

function hmacSecret(given: unknown): Key {
  try {
    const key = isKeyObject(given) ? keyOfObject(given) : secretOf(given);
    if (key.type === 'secret') return key;
  } catch {
    // Refused below, like a key of another type.
  }
  throw new TypeError('secret must be a string or bufferor a KeyObject');
}

const RSA = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** Algorithms that are accepted for a key where none are asked for. */
function algorithmsFor(given: unknown): readonly string[] {
  const text = String(given);
  const isPublic = /BEGIN (?:CERTIFICATE|PUBLIC KEY)/.test(text);
  if (isPublic) return [...RSA, 'ES256', 'ES384', 'ES512'];
  return text.includes('BEGIN RSA PUBLIC KEY') ? RSA : ['HS256', 'HS384', 'HS512'];
}

export { algorithmsFor, keyFor };
