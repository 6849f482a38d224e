import type { Bytes } from './types.js';

const BASE64_LINE = /^[A-Za-z0-9+/]+={0,2}$/;

/** Bytes of the first part of a PEM text with this label. */
function bytesOfPem(pem: string, label: string): Bytes {
  const body = pem
    .replace(new RegExp(`-----(?:BEGIN|END) ${label}-----`, 'g'), '')
    .replace(/\s+/g, '');
  if (!BASE64_LINE.test(body) || body.length % 4 !== 0) throw new TypeError('Invalid PEM text');
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bare = body.replace(/=+$/, '');
  const bytes = new Uint8Array((bare.length * 3) >> 2);
  for (let i = 0, length = 0; length < bytes.length; i += 4) {
    const group = [0, 1, 2, 3].reduce(
      (sum, at) => sum * 64 + Math.max(digits.indexOf(bare.charAt(i + at) || 'A'), 0),
      0,
    );
    for (let shift = 16; shift >= 0 && length < bytes.length; shift -= 8, length += 1)
      bytes[length] = (group >> shift) & 255;
  }
  return bytes;
}

function pemOf(bytes: Uint8Array, label: string): string {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let digit = 0; digit < 4; digit += 1)
      text += i + digit > bytes.length ? '=' : digits.charAt((group >> (18 - 6 * digit)) & 63);
  }
  const lines = text.match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----`;
}

/** One element of DER: where its content starts and where it ends. */
interface Element {
  readonly tag: number;
  readonly start: number;
  readonly end: number;
}

function elementAt(bytes: Uint8Array, at: number): Element {
  const tag = bytes[at] ?? 0;
  let length = bytes[at + 1] ?? 0;
  let start = at + 2;
  if (length > 127) {
    const count = length - 128;
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[start + i] ?? 0);
    start += count;
  }
  if (start + length > bytes.length) throw new TypeError('Unexpected end of ASN.1 input');
  return { tag, start, end: start + length };
}

/** The elements inside of one. */
function elementsIn(bytes: Uint8Array, { start, end }: Element): Element[] {
  const found: Element[] = [];
  for (let at = start; at < end;) {
    const element = elementAt(bytes, at);
    found.push(element);
    at = element.end;
  }
  return found;
}

function identifier(bytes: Uint8Array, element: Element | undefined): string {
  if (element?.tag !== 6) return '';
  return Array.from(bytes.subarray(element.start, element.end)).join('.');
}

/** Names of keys by the object identifiers of their algorithm, or of their curve. */
const KEY_KINDS: Readonly<Record<string, string>> = {
  '42.134.72.134.247.13.1.1.1': 'RSA',
  '42.134.72.134.247.13.1.1.10': 'RSA-PSS',
  '43.101.112': 'Ed25519',
  '42.134.72.206.61.3.1.7': 'P-256',
  '43.129.4.0.34': 'P-384',
  '43.129.4.0.35': 'P-521',
};

/** What kind of key an SPKI or PKCS#8 structure holds; undefined for those this module does not know. */
function kindOfDer(der: Uint8Array): string | undefined {
  const parts = elementsIn(der, elementAt(der, 0));
  const algorithm = parts.find(({ tag }) => tag === 48);
  const [name, parameters] = algorithm ? elementsIn(der, algorithm) : [];
  return KEY_KINDS[identifier(der, name)] ?? KEY_KINDS[identifier(der, parameters)];
}

/** The public key of an X.509 certificate, as SPKI. */
function spkiOfCertificate(der: Bytes): Bytes {
  const [body] = elementsIn(der, elementAt(der, 0));
  const fields = body ? elementsIn(der, body) : [];
  // The version, which comes first, may be left out.
  const spki = fields[fields[0]?.tag === 160 ? 6 : 5];
  if (spki?.tag !== 48) throw new TypeError('Invalid certificate structure');
  const previous = fields[fields.indexOf(spki) - 1];
  return der.slice(previous?.end, spki.end);
}

export { bytesOfPem, elementAt, elementsIn, identifier, kindOfDer, pemOf, spkiOfCertificate };
export type { Element };
