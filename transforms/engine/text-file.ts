import { isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';

const BYTE_ORDER_MARK = '\uFEFF';

/** Text of a file without its byte order mark, and whether it had one. */
export interface DecodedText {
  readonly text: string;
  readonly bom: boolean;
}

/**
 * Decodes UTF-8 bytes. Transforms never see a byte order mark: positions start at the
 * first character of the code; `encodeText` puts it back.
 *
 * @returns undefined for bytes that are not valid UTF-8, which includes binary files
 */
export function decodeText(bytes: Buffer): DecodedText | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK)
    ? { text: text.slice(1), bom: true }
    : { text, bom: false };
}

/**
 * Decodes the bytes of a file that can be changed, or says why it cannot be: lines that are
 * added would end otherwise than its own.
 *
 * @returns the text, or the reason
 */
export function readable(bytes: Buffer): DecodedText | string {
  const decoded = decodeText(bytes);
  if (!decoded) return 'it is not UTF-8 text';
  return decoded.text.includes('\r') && !decoded.text.includes('\n')
    ? 'its lines end with carriage returns alone; convert them to line feeds'
    : decoded;
}

/** Text as it stands in the file, byte order mark included. */
export function encodeText(decoded: DecodedText): string {
  const bare = decoded.text.startsWith(BYTE_ORDER_MARK);
  return decoded.bom && !bare ? BYTE_ORDER_MARK + decoded.text : decoded.text;
}

/** SHA-256 of the bytes of a file (a string counts as UTF-8), in hexadecimal. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
