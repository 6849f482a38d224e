import type { Bytes } from './types.js';

export const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const count = Math.min(bytes.length - i, 3) + 1;
    for (let digit = 0; digit < count; digit += 1)
      text += ALPHABET.charAt((group >> (18 - 6 * digit)) & 63);
  }
  return text;
}

/**
 * Decodes base64url as the JOSE standards have it: no padding, no white space, and only one way to
 * write the same bytes.
 *
 * @throws TypeError for anything else
 */
function decodeBase64url(text: string): Bytes {
  const bytes = new Uint8Array((text.length * 3) >> 2);
  let bits = 0;
  let held = 0;
  let length = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = digitOf(text.charCodeAt(i));
    if (value < 0) throw new TypeError(BAD_BASE64);
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length] = (held >> bits) & 255;
    length += 1;
  }
  if (bits >= 6 || (held & ((1 << bits) - 1)) !== 0) throw new TypeError(BAD_BASE64);
  return bytes;
}

const BAD_BASE64 = 'The input to be decoded is not correctly encoded.';

/** Value of a character of the alphabet by its code; -1 for any other. */
function digitOf(code: number): number {
  if (code >= 97 && code <= 122) return code - 71;
  if (code >= 65 && code <= 90) return code - 65;
  if (code >= 48 && code <= 57) return code + 4;
  if (code === 45) return 62;
  return code === 95 ? 63 : -1;
}

export { BAD_BASE64, decodeBase64url, encodeBase64url };
