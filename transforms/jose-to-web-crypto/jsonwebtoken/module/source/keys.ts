import { spkiOfCertificate } from '../../../module/source/der.js';
import { kindOfKey, pkcs8OfEc, pkcs8OfRsa, spkiOfPrivate, spkiOfRsa, type KeyKind } from './der.js';
import { decodeBase64, latin1Text, utf8Bytes } from './text.js';
import type { Bytes, KeyObject } from './types.js';

/** A key with its bytes: those of a secret, SPKI or PKCS#8. */
interface Key extends Partial<KeyKind> {
  readonly type: 'secret' | 'public' | 'private';
  readonly bytes: Bytes;
}

/** The public key that is given, or that belongs to the private key that is given. */
function publicKeyOf(given: unknown): Key {
  const bytes = publicBytes(pemText(given));
  return { type: 'public', bytes, ...kindOfKey(bytes) };
}

function privateKeyOf(given: unknown): Key {
  const bytes = privateBytes(pemText(given));
  return { type: 'private', bytes, ...kindOfKey(bytes) };
}

/** The secret of an HMAC; an empty one protects nothing. */
function secretOf(given: unknown): Key {
  const bytes = typeof given === 'string' ? utf8Bytes(given) : bytesOf(given);
  if (!bytes || bytes.length === 0) throw new TypeError('Not a secret');
  return { type: 'secret', bytes };
}

function isKeyObject(given: unknown): given is KeyObject {
  return (
    typeof given === 'object' &&
    given !== null &&
    'export' in given &&
    typeof given.export === 'function' &&
    'type' in given
  );
}

/** A key of `node:crypto`, which may be passed in where that is available. */
function keyOfObject(given: KeyObject): Key {
  if (given.type === 'secret') return secretOf(given.export());
  const isPublic = given.type === 'public';
  const form = { type: isPublic ? 'spki' : 'pkcs8', format: 'der' } as const;
  const bytes = bytesOf(given.export(form)) ?? new Uint8Array();
  return { type: isPublic ? 'public' : 'private', bytes, ...kindOfKey(bytes) };
}

function bytesOf(given: unknown): Bytes | undefined {
  if (given instanceof ArrayBuffer) return new Uint8Array(given.slice(0));
  if (!ArrayBuffer.isView(given)) return undefined;
  return new Uint8Array(new Uint8Array(given.buffer, given.byteOffset, given.byteLength));
}

function pemText(given: unknown): string {
  const isDescribed = typeof given === 'object' && given !== null && 'key' in given;
  const key = isDescribed ? given.key : given;
  if (typeof key === 'string') return key;
  const bytes = bytesOf(key);
  if (!bytes) throw new TypeError('Not a key');
  return latin1Text(bytes);
}

function publicBytes(pem: string): Bytes {
  const spki = blockOf(pem, 'PUBLIC KEY');
  if (spki) return spki.bytes;
  const rsa = blockOf(pem, 'RSA PUBLIC KEY');
  if (rsa) return spkiOfRsa(rsa.bytes);
  const certificate = blockOf(pem, 'CERTIFICATE');
  return certificate ? spkiOfCertificate(certificate.bytes) : spkiOfPrivate(privateBytes(pem));
}

function privateBytes(pem: string): Bytes {
  const block = blockOf(pem, '(?:RSA |EC )?PRIVATE KEY');
  if (!block) throw new TypeError('Not a private key');
  if (block.label.startsWith('RSA')) return pkcs8OfRsa(block.bytes);
  return block.label.startsWith('EC') ? pkcs8OfEc(block.bytes) : block.bytes;
}

/** The first block of a PEM text with such a label, each of its marks on a line of its own. */
function blockOf(
  pem: string,
  labels: string,
): { readonly label: string; readonly bytes: Bytes } | undefined {
  const block = new RegExp(
    `^\uFEFF?-----BEGIN (${labels})-----[ \\t\\r]*\\n(?:\\r*\\n)?((?:[\\w+/= \\t]+\\r*\\n)+)-----END \\1-----[ \\t\\r]*$`,
    'm',
  );
  const [, label = '', body] = block.exec(pem) ?? [];
  if (body === undefined) return undefined;
  const digits = body.replace(/\s+/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(digits)) return undefined;
  return { label, bytes: decodeBase64(digits.replace(/=+$/, '')) };
}

export { isKeyObject, keyOfObject, privateKeyOf, publicKeyOf, secretOf };
export type { Key };
