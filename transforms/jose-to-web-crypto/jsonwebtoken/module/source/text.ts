import { ALPHABET } from '../../../module/source/base64url.js';
import type { Bytes } from './types.js';

const encoder = new TextEncoder();
/** Puts U+FFFD for what is not UTF-8, and keeps a byte order mark, as a Buffer does. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

function utf8Bytes(text: string): Bytes {
  return new Uint8Array(encoder.encode(text));
}

function utf8Text(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/** One byte for each character. */
function latin1Bytes(text: string): Bytes {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);
}

function latin1Text(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Bytes of base64 or base64url without its padding; bits that make no byte are left out. */
function decodeBase64(text: string): Bytes {
  const digits = text.replace(/\+/g, '-').replace(/\//g, '_');
  const bytes = new Uint8Array((digits.length * 3) >> 2);
  let held = 0;
  let bits = 0;
  let length = 0;
  for (const digit of digits) {
    held = ((held << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[length] = (held >> bits) & 255;
    length += 1;
  }
  return bytes;
}

export { decodeBase64, latin1Bytes, latin1Text, utf8Bytes, utf8Text };
