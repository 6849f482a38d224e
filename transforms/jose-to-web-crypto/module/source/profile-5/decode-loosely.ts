import { ALPHABET, decodeBase64url } from '../base64url.js';
import type { Bytes } from '../types.js';

/** Characters outside of the alphabet are skipped, as in Node.js, whose Buffer jose 4 and 5 used. */
export function decodeLoosely(text: string): Bytes {
  const end = text.indexOf('=');
  const bare = (end < 0 ? text : text.slice(0, end))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/[^\w-]+/g, '');
  const rest = bare.length % 4;
  if (rest === 1) return decodeBase64url(bare.slice(0, -1));
  return decodeBase64url(rest === 0 ? bare : withoutTail(bare, rest === 2 ? 0b110000 : 0b111100));
}

/** Clears the bits of the last digit that stand for no byte. */
function withoutTail(text: string, mask: number): string {
  const value = ALPHABET.indexOf(text.charAt(text.length - 1));
  return text.slice(0, -1) + ALPHABET.charAt(value & mask);
}
