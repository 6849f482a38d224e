import { bytesOfPem, spkiOfCertificate } from './der.js';
import type { Bytes } from './types.js';

/** What PEM texts hold. */
function spkiOf(pem: unknown): Bytes {
  if (typeof pem !== 'string' || pem.indexOf('-----BEGIN PUBLIC KEY-----') !== 0)
    throw new TypeError('"spki" must be SPKI formatted string');
  return bytesOfPem(pem, 'PUBLIC KEY');
}

function pkcs8Of(pem: unknown): Bytes {
  if (typeof pem !== 'string' || pem.indexOf('-----BEGIN PRIVATE KEY-----') !== 0)
    throw new TypeError('"pkcs8" must be PKCS#8 formatted string');
  return bytesOfPem(pem, 'PRIVATE KEY');
}

function spkiOfX509(pem: unknown): Bytes {
  if (typeof pem !== 'string' || pem.indexOf('-----BEGIN CERTIFICATE-----') !== 0)
    throw new TypeError('"x509" must be X.509 formatted string');
  try {
    return spkiOfCertificate(bytesOfPem(pem, 'CERTIFICATE'));
  } catch {
    // oxlint-disable-next-line preserve-caught-error -- packages compiled for ES2021 know no cause
    throw new TypeError('Failed to parse the X.509 certificate');
  }
}

export { pkcs8Of, spkiOf, spkiOfX509 };
