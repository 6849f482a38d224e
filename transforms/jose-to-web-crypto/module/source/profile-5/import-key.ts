import { kindOfDer } from '../der.js';
import { JOSENotSupported } from '../errors.js';
import { pkcs8Of, spkiOf, spkiOfX509 } from '../pem.js';
import type { Bytes } from '../types.js';
import { ImportedKey, type KeyLike } from './other-keys.js';

export interface PEMImportOptions {
  extractable?: boolean;
}

/** Imports a public key in PEM format; the algorithm is not looked at, as in jose 4 and 5. */
export async function importSPKI(
  spki: string,
  _alg?: string,
  _options?: PEMImportOptions,
): Promise<KeyLike> {
  return imported('public', spkiOf(spki));
}

/** Imports a private key in PEM format; the algorithm is not looked at, as in jose 4 and 5. */
export async function importPKCS8(
  pkcs8: string,
  _alg?: string,
  _options?: PEMImportOptions,
): Promise<KeyLike> {
  return imported('private', pkcs8Of(pkcs8));
}

/** Imports the public key of a certificate; the algorithm is not looked at, as in jose 4 and 5. */
export async function importX509(
  x509: string,
  _alg?: string,
  _options?: PEMImportOptions,
): Promise<KeyLike> {
  return imported('public', spkiOfX509(x509));
}

/** Imported once here, so that what is no key fails at once. */
export async function imported(type: 'public' | 'private', der: Bytes): Promise<KeyLike> {
  if (kindOfDer(der) === undefined) throw new JOSENotSupported('Unsupported kind of key');
  const key = new ImportedKey(type, der);
  await key.for(key.anyAlgorithm());
  return key;
}
