import { elementAt, elementsIn, identifier, type Element } from '../../../module/source/der.js';
import type { Bytes } from './types.js';

/** An element of DER around other bytes. */
function derElement(tag: number, ...contents: readonly Uint8Array[]): Bytes {
  const length = contents.reduce((sum, content) => sum + content.length, 0);
  const size =
    length < 128 ? [length] : length < 256 ? [129, length] : [130, length >> 8, length & 255];
  const bytes = new Uint8Array(1 + size.length + length);
  bytes.set([tag, ...size]);
  let at = 1 + size.length;
  for (const content of contents) {
    bytes.set(content, at);
    at += content.length;
  }
  return bytes;
}

const VERSION_0 = Uint8Array.of(2, 1, 0);
const RSA_ALGORITHM = Uint8Array.of(48, 13, 6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1, 5, 0);
const EC_ALGORITHM = Uint8Array.of(6, 7, 42, 134, 72, 206, 61, 2, 1);

/** PKCS#1 (`BEGIN RSA PUBLIC KEY`) as SPKI. */
function spkiOfRsa(der: Uint8Array): Bytes {
  return derElement(48, RSA_ALGORITHM, derElement(3, Uint8Array.of(0), der));
}

/** PKCS#1 (`BEGIN RSA PRIVATE KEY`) as PKCS#8. */
function pkcs8OfRsa(der: Uint8Array): Bytes {
  return derElement(48, VERSION_0, RSA_ALGORITHM, derElement(4, der));
}

/** SEC 1 (`BEGIN EC PRIVATE KEY`), which names its curve, as PKCS#8. */
function pkcs8OfEc(der: Uint8Array): Bytes {
  const curve = elementsIn(der, elementAt(der, 0)).find(({ tag }) => tag === 160);
  if (!curve) throw new TypeError('The key does not name its curve');
  const algorithm = derElement(48, EC_ALGORITHM, der.subarray(curve.start, curve.end));
  return derElement(48, VERSION_0, algorithm, derElement(4, der));
}

/** The public half of a private key, as SPKI. */
function spkiOfPrivate(pkcs8: Uint8Array): Bytes {
  const [, algorithm, wrapped] = elementsIn(pkcs8, elementAt(pkcs8, 0));
  if (!algorithm || !wrapped) throw new TypeError('Invalid key');
  const key = elementAt(pkcs8, wrapped.start);
  const parts = elementsIn(pkcs8, key);
  const [, modulus, exponent] = parts;
  const inEc = parts.find(({ tag }) => tag === 161);
  if (inEc) return derElement(48, whole(pkcs8, algorithm), pkcs8.subarray(inEc.start, inEc.end));
  if (modulus?.tag !== 2 || exponent?.tag !== 2) throw new TypeError('The key has no public half');
  return spkiOfRsa(derElement(48, whole(pkcs8, modulus), whole(pkcs8, exponent)));
}

/** An element as it stands, its tag and length included. */
function whole(der: Uint8Array, { tag, start, end }: Element): Bytes {
  return derElement(tag, der.subarray(start, end));
}

/** Kinds of keys, as Node.js names them, by the object identifiers of their algorithm. */
const KINDS: Readonly<Record<string, string>> = {
  '42.134.72.134.247.13.1.1.1': 'rsa',
  '42.134.72.134.247.13.1.1.10': 'rsa-pss',
  '42.134.72.206.61.2.1': 'ec',
  '42.134.72.206.56.4.1': 'dsa',
  '43.101.110': 'x25519',
  '43.101.111': 'x448',
  '43.101.112': 'ed25519',
  '43.101.113': 'ed448',
};

const CURVES: Readonly<Record<string, string>> = {
  '42.134.72.206.61.3.1.7': 'prime256v1',
  '43.129.4.0.34': 'secp384r1',
  '43.129.4.0.35': 'secp521r1',
};

interface KeyKind {
  readonly kind: string;
  readonly curve?: string;
  /** Length of the modulus of an RSA key. */
  readonly bits?: number;
}

/**
 * What kind of key an SPKI or PKCS#8 structure holds.
 *
 * @throws TypeError where it holds none
 */
function kindOfKey(der: Uint8Array): KeyKind {
  const parts = elementsIn(der, elementAt(der, 0));
  const algorithm = parts.find(({ tag }) => tag === 48);
  const [name, parameters] = algorithm ? elementsIn(der, algorithm) : [];
  const kind = KINDS[identifier(der, name)];
  const holder = parts[parts.findIndex((part) => part === algorithm) + 1];
  if (kind === undefined || !holder) throw new TypeError('Unknown key');
  if (kind === 'rsa') return { kind, bits: modulusBits(der, holder) };
  const curve = kind === 'ec' ? CURVES[identifier(der, parameters)] : undefined;
  return curve === undefined ? { kind } : { kind, curve };
}

function modulusBits(der: Uint8Array, { tag, start }: Element): number {
  const isPublic = tag === 3;
  const numbers = elementsIn(der, elementAt(der, isPublic ? start + 1 : start));
  const modulus = numbers[isPublic ? 0 : 1];
  if (modulus?.tag !== 2) throw new TypeError('Invalid RSA key');
  let at = modulus.start;
  while (der[at] === 0) at += 1;
  return (modulus.end - at) * 8 - Math.clz32(der[at] ?? 0) + 24;
}

export { kindOfKey, pkcs8OfEc, pkcs8OfRsa, spkiOfPrivate, spkiOfRsa };
export type { KeyKind };
