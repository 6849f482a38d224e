import { jwsAlgorithm } from '../algorithms.js';
import { JOSENotSupported } from '../errors.js';
import type { CryptoKey } from '../types.js';
import { imported } from './import-key.js';
import type { KeyLike } from './other-keys.js';

export interface GenerateKeyPairOptions {
  /** Curve, where the algorithm leaves it open. */
  crv?: string;
  /** Bits of an RSA key, 2048 by default. */
  modulusLength?: number;
  /** Not looked at: keys of jose 4 and 5 can always be exported on Node.js. */
  extractable?: boolean;
}

export interface GenerateKeyPairResult {
  privateKey: KeyLike;
  publicKey: KeyLike;
}

/** Makes a key pair. */
export async function generateKeyPair(
  alg: string,
  options?: GenerateKeyPairOptions,
): Promise<GenerateKeyPairResult> {
  const { key, kty } = pairAlgorithm(alg);
  const modulusLength = options?.modulusLength ?? 2048;
  if (kty === 'RSA' && !(Number.isInteger(modulusLength) && modulusLength >= 2048))
    throw new JOSENotSupported(
      'Invalid or unsupported modulusLength option provided, 2048 bits or larger keys must be used',
    );
  const crv = key.namedCurve ?? key.name;
  if (kty === 'OKP' && options?.crv !== undefined && options.crv !== crv)
    throw new JOSENotSupported(
      'Invalid or unsupported crv option provided, supported values are Ed25519 and Ed448',
    );
  const details = kty === 'RSA' ? { modulusLength, publicExponent: Uint8Array.of(1, 0, 1) } : {};
  const pair = await crypto.subtle.generateKey({ ...key, ...details }, true, ['sign', 'verify']);
  if (!isPair(pair)) throw new JOSENotSupported('The runtime made no key pair');
  const spki = await crypto.subtle.exportKey('spki', pair.publicKey);
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  return {
    publicKey: await imported('public', new Uint8Array(spki)),
    privateKey: await imported('private', new Uint8Array(pkcs8)),
  };
}

function pairAlgorithm(alg: string): ReturnType<typeof jwsAlgorithm> {
  try {
    return jwsAlgorithm(alg.startsWith('HS') ? '' : alg);
  } catch {
    throw new JOSENotSupported('Invalid or unsupported JWK "alg" (Algorithm) Parameter value');
  }
}

function isPair(value: object): value is { privateKey: CryptoKey; publicKey: CryptoKey } {
  return 'privateKey' in value;
}

export interface GenerateSecretOptions {
  extractable?: boolean;
}

/** Makes a secret for one algorithm. */
export async function generateSecret(
  alg: string,
  _options?: GenerateSecretOptions,
): Promise<KeyLike | Uint8Array> {
  const bits = Number(/^HS(256|384|512)$/.exec(alg)?.[1] ?? 0);
  if (bits === 0)
    throw new JOSENotSupported('Invalid or unsupported JWK "alg" (Algorithm) Parameter value');
  const secret = crypto.getRandomValues(new Uint8Array(bits / 8));
  const hmac = { name: 'HMAC', hash: `SHA-${bits}` };
  return crypto.subtle.importKey('raw', secret, hmac, true, ['sign', 'verify']);
}
