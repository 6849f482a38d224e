import { jwsAlgorithm, type Algorithm } from '../algorithms.js';
import { kindOfDer } from '../der.js';
import { JOSENotSupported } from '../errors.js';
import { pkcs8Of, spkiOf, spkiOfX509 } from '../pem.js';
import type { Bytes, CryptoKey } from '../types.js';

export interface KeyImportOptions {
  extractable?: boolean;
}

/** Imports a public key in PEM format for one algorithm. */
export async function importSPKI(
  spki: string,
  alg: string,
  options?: KeyImportOptions,
): Promise<CryptoKey> {
  return importDer('spki', spkiOf(spki), alg, extractableOf(options) ?? true);
}

/** Imports a private key in PEM format for one algorithm. */
export async function importPKCS8(
  pkcs8: string,
  alg: string,
  options?: KeyImportOptions,
): Promise<CryptoKey> {
  return importDer('pkcs8', pkcs8Of(pkcs8), alg, extractableOf(options) ?? false);
}

/** Imports the public key of a certificate for one algorithm. */
export async function importX509(
  x509: string,
  alg: string,
  options?: KeyImportOptions,
): Promise<CryptoKey> {
  return importDer('spki', spkiOfX509(x509), alg, extractableOf(options) ?? true);
}

function importDer(
  format: 'spki' | 'pkcs8',
  der: Bytes,
  alg: string,
  extractable: boolean,
): Promise<CryptoKey> {
  const algorithm = keyAlgorithm(alg);
  const { namedCurve } = algorithm.key;
  const kind = kindOfDer(der);
  if (algorithm.kty === 'EC' && kind !== namedCurve)
    throw new TypeError(`Invalid key for this operation, its curve must be ${namedCurve}`);
  const uses: ('sign' | 'verify')[] = [format === 'spki' ? 'verify' : 'sign'];
  return crypto.subtle.importKey(format, der, algorithm.key, extractable, uses);
}

/** The option, which is either a boolean or not given. */
export function extractableOf(options: KeyImportOptions | undefined): boolean | undefined {
  const extractable: unknown = options?.extractable;
  if (extractable !== undefined && typeof extractable !== 'boolean')
    throw new TypeError('"extractable" option must be a boolean');
  return extractable;
}

/** The algorithm of an argument, which keys of two parts need. */
export function keyAlgorithm(
  alg: unknown,
  refusal = 'Invalid or unsupported "alg" (Algorithm) value',
): Algorithm {
  const found = typeof alg === 'string' && !alg.startsWith('HS') ? alg : '';
  try {
    return jwsAlgorithm(found);
  } catch {
    throw new JOSENotSupported(refusal);
  }
}
