import { ALPHABET, decodeBase64url } from '../base64url.js';
import type { Bytes } from '../types.js';

/** White space and padding are skipped, as in jose 6. */
export function decodeLoosely(text: string): Bytes {
  const bare = text.replace(/[\t\n\f\r ]+/g, '').replace(/={1,2}$/, '');
  const last = bare.length % 4 === 2 ? 0b110000 : 0b111100;
  return decodeBase64url(bare.length % 4 < 2 ? bare : withoutTail(bare, last));
}

/** Clears the bits of the last digit that stand for no byte. */
function withoutTail(text: string, mask: number): string {
  const value = ALPHABET.indexOf(text.charAt(text.length - 1));
  if (value < 0) return text;
  return text.slice(0, -1) + ALPHABET.charAt(value & mask);
}
