import { encodeBase64url } from './base64url.js';
import { decodeLoosely } from './profile.js';
import { bytesOf, strictDecoder } from './text.js';

/** Encodes and decodes base64url. */
export const base64url = {
  encode(input: Uint8Array | string): string {
    return encodeBase64url(typeof input === 'string' ? bytesOf(input) : input);
  },
  decode(input: Uint8Array | string): Uint8Array {
    return decodeLoosely(typeof input === 'string' ? input : strictDecoder.decode(input));
  },
};
