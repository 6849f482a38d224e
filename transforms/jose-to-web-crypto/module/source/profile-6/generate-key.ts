import { JOSENotSupported } from '../errors.js';
import type { CryptoKey } from '../types.js';
import { extractableOf, keyAlgorithm } from './import-key.js';

export interface GenerateKeyPairOptions {
  /** Curve, where the algorithm leaves it open. */
  crv?: string;
  /** Bits of an RSA key, 2048 by default. */
  modulusLength?: number;
  /** Whether the private key can be exported. */
  extractable?: boolean;
}

export interface GenerateKeyPairResult {
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

/** Makes a key pair for one algorithm. */
export async function generateKeyPair(
  alg: string,
  options?: GenerateKeyPairOptions,
): Promise<GenerateKeyPairResult> {
  const { key, kty } = keyAlgorithm(alg);
  const extractable = extractableOf(options) ?? false;
  const modulusLength = options?.modulusLength ?? 2048;
  if (kty === 'RSA' && !(Number.isInteger(modulusLength) && modulusLength >= 2048))
    throw new JOSENotSupported(
      'Invalid or unsupported modulusLength option provided, 2048 bits or larger keys must be used',
    );
  const crv = key.namedCurve ?? key.name;
  if (kty !== 'RSA' && options?.crv !== undefined && options.crv !== crv)
    throw new JOSENotSupported(
      `Invalid or unsupported crv option provided, the only supported value for ${alg} is ${crv}`,
    );
  const details = kty === 'RSA' ? { modulusLength, publicExponent: Uint8Array.of(1, 0, 1) } : {};
  // Made extractable: LLRT would make the public key as little extractable as the private one.
  const pair = await crypto.subtle.generateKey({ ...key, ...details }, true, ['sign', 'verify']);
  if (!isPair(pair)) throw new JOSENotSupported('The runtime made no key pair');
  if (extractable) return pair;
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', pair.privateKey);
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, key, false, ['sign']);
  return { publicKey: pair.publicKey, privateKey };
}

function isPair(value: object): value is GenerateKeyPairResult {
  return 'privateKey' in value;
}

export interface GenerateSecretOptions {
  extractable?: boolean;
}

/** Makes a secret for one algorithm. */
export async function generateSecret(
  alg: string,
  options?: GenerateSecretOptions,
): Promise<CryptoKey | Uint8Array> {
  const bits = Number(/^HS(256|384|512)$/.exec(alg)?.[1] ?? 0);
  if (bits === 0) throw new JOSENotSupported('Invalid or unsupported "alg" (Algorithm) value');
  const extractable = extractableOf(options) ?? false;
  const secret = crypto.getRandomValues(new Uint8Array(bits / 8));
  const hmac = { name: 'HMAC', hash: `SHA-${bits}` };
  return crypto.subtle.importKey('raw', secret, hmac, extractable, ['sign', 'verify']);
}
