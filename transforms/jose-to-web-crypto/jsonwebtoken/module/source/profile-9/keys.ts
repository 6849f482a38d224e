import { JsonWebTokenError } from '../errors.js';
import {
  isKeyObject,
  keyOfObject,
  privateKeyOf,
  publicKeyOf,
  secretOf,
  type Key,
} from '../keys.js';
import type { SignOptions, VerifyOptions } from '../types.js';

/** The key that is given, or else the secret; undefined for none. */
function keyFrom(
  given: unknown,
  asKey: (given: unknown) => Key,
  refuse: () => never,
): Key | undefined {
  if (!given) return undefined;
  try {
    return isKeyObject(given) ? keyOfObject(given) : asKey(given);
  } catch {
    // What is no key is the secret of an HMAC.
  }
  try {
    return secretOf(given);
  } catch {
    return refuse();
  }
}

function signingKey(given: unknown, alg: string, options: SignOptions): Key | undefined {
  const key = keyFrom(given, privateKeyOf, () => {
    throw new Error('secretOrPrivateKey is not valid key material');
  });
  checkType(alg, key?.type, 'private', (message) => {
    throw new Error(`secretOrPrivateKey ${message}`);
  });
  const isSmall = key?.bits !== undefined && key.bits < 2048;
  if (/^(?:RS|PS)/.test(alg) && isSmall && !options.allowInsecureKeySizes)
    throw new Error(`secretOrPrivateKey has a minimum key size of 2048 bits for ${alg}`);
  return key;
}

function verifyingKey(given: unknown): Key | undefined {
  return keyFrom(given, publicKeyOf, () => {
    throw new JsonWebTokenError('secretOrPublicKey is not valid key material');
  });
}

const RSA_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'];

/** Algorithms that are accepted for a key where none are asked for. */
function algorithmsFor({ type, kind }: Key): readonly string[] {
  if (type === 'secret') return ['HS256', 'HS384', 'HS512'];
  return kind === 'ec' ? ['ES256', 'ES384', 'ES512'] : RSA_ALGORITHMS;
}

function checkVerifyingKey(key: Key | undefined, alg: string, options: VerifyOptions): void {
  checkType(alg, key?.type, 'public', (message) => {
    throw new JsonWebTokenError(`secretOrPublicKey ${message}`);
  });
  if (!options.allowInvalidAsymmetricKeyTypes) checkKind(alg, key);
}

function checkType(
  alg: string,
  type: Key['type'] | undefined,
  wanted: 'public' | 'private',
  refuse: (message: string) => never,
): void {
  if (alg.startsWith('HS') && type !== 'secret')
    refuse(`must be a symmetric key when using ${alg}`);
  if (/^(?:RS|PS|ES)/.test(alg) && type !== wanted)
    refuse(`must be an asymmetric key when using ${alg}`);
}

const ALGORITHMS_OF: Readonly<Record<string, readonly string[]>> = {
  ec: ['ES256', 'ES384', 'ES512'],
  rsa: ['RS256', 'PS256', 'RS384', 'PS384', 'RS512', 'PS512'],
};

const CURVE_OF: Readonly<Record<string, string>> = {
  ES256: 'prime256v1',
  ES384: 'secp384r1',
  ES512: 'secp521r1',
};

/** @throws Error where a key is of another kind than the algorithm needs */
function checkKind(alg: string, key: Key | undefined): void {
  const { kind, curve } = key ?? {};
  if (!alg || kind === undefined) return;
  const fitting = ALGORITHMS_OF[kind];
  if (!fitting) throw new Error(`Unknown key type "${kind}".`);
  if (!fitting.includes(alg))
    throw new Error(
      `"alg" parameter for "${kind}" key type must be one of: ${fitting.join(', ')}.`,
    );
  const wanted = CURVE_OF[alg];
  if (kind === 'ec' && curve !== wanted)
    throw new Error(`"alg" parameter "${alg}" requires curve "${wanted}".`);
}

export { algorithmsFor, checkKind, checkVerifyingKey, signingKey, verifyingKey };
