import type { LlrtEnvironment } from './environment.js';

const UTF8 =
  /^(?:utf-?8|unicode-1-1-utf-8|unicode(?:11|20)utf8|x-unicode20utf8|ascii|us-ascii|latin1|l1|iso-?8859-1|iso88591|cp1252|windows-1252)$/i;
const UTF16 = /^(?:utf-?16(?:le)?|ucs-?2|unicode)$/i;

/** Names of the members that a Buffer of Node.js has and one of LLRT lacks. */
const MISSING = [
  'equals',
  'compare',
  'toJSON',
  'swap16',
  'swap32',
  'swap64',
  'readUIntBE',
  'readUIntLE',
  'readIntBE',
  'readIntLE',
  'writeUIntBE',
  'writeUIntLE',
  'writeIntBE',
  'writeIntLE',
];

/**
 * The name that Buffer of Node.js gives what LLRT does with an encoding: text of one byte a
 * character is read and written as UTF-8.
 *
 * @see libs/llrt_encoding of awslabs/llrt
 */
function encodingOf(given: unknown, { refusals }: LlrtEnvironment): BufferEncoding {
  const text = given === undefined ? 'utf8' : String(given);
  if (/^(?:hex|base64)$/i.test(text)) return text.toLowerCase() as BufferEncoding;
  if (UTF8.test(text)) return 'utf8';
  if (UTF16.test(text)) return 'utf16le';
  const code = text === 'base64url' ? 'llrt-buffer-base64url' : 'llrt-buffer-methods';
  refusals.note(code, `the encoding ${text} of Buffer`);
  throw new Error(`The "${text}" encoding is not supported`);
}

/** Buffer as LLRT has it: an Uint8Array with some of the members. */
export function restrictBuffer(environment: LlrtEnvironment): typeof Uint8Array {
  const { refusals } = environment;
  class LlrtBuffer extends Uint8Array {
    static adopt({ buffer, byteOffset, length }: Uint8Array): LlrtBuffer {
      return new LlrtBuffer(buffer as ArrayBuffer, byteOffset, length);
    }
    override toString(encoding?: string, start?: number, end?: number): string {
      const real = Buffer.from(this.buffer, this.byteOffset, this.byteLength);
      return real.toString(encodingOf(encoding, environment), start, end);
    }
  }
  const adopt = (bytes: Uint8Array): LlrtBuffer => LlrtBuffer.adopt(bytes);
  const statics = {
    alloc: (size: number, fill?: string | number, encoding?: string) =>
      adopt(Buffer.alloc(size, fill, encodingOf(encoding, environment))),
    allocUnsafe: (size: number) => adopt(Buffer.allocUnsafe(size)),
    allocUnsafeSlow: (size: number) => adopt(Buffer.allocUnsafeSlow(size)),
    byteLength: (value: string | ArrayBuffer, encoding?: string) =>
      Buffer.byteLength(value, encodingOf(encoding, environment)),
    concat: (list: readonly Uint8Array[], length?: number) => adopt(Buffer.concat(list, length)),
    from: (value: unknown, encoding?: unknown, length?: number) =>
      adopt(bufferFrom(value, { encoding, length, environment })),
    isBuffer: (value: unknown) => value instanceof LlrtBuffer,
    isEncoding: (name: unknown) =>
      typeof name === 'string' &&
      /^(?:hex|base64)$/i.test(name) !== (UTF8.test(name) || UTF16.test(name)),
  };
  for (const [name, value] of Object.entries(statics)) hide(LlrtBuffer, name, value);
  copyMethods(LlrtBuffer.prototype);
  for (const name of MISSING) {
    Object.defineProperty(LlrtBuffer.prototype, name, {
      configurable: true,
      get: () => refusals.note('llrt-buffer-methods', `Buffer.${name}`),
      set(value: unknown) {
        hide(this as object, name, value);
      },
    });
  }
  Object.defineProperty(LlrtBuffer, 'name', { value: 'Buffer' });
  return LlrtBuffer;
}

interface From {
  readonly encoding: unknown;
  readonly length: number | undefined;
  readonly environment: LlrtEnvironment;
}

function bufferFrom(value: unknown, { encoding, length, environment }: From): Buffer {
  if (typeof encoding === 'string' || typeof value === 'string') {
    const text = typeof encoding === 'string' ? encoding : undefined;
    return Buffer.from(value as string, encodingOf(text, environment));
  }
  return Buffer.from(value as ArrayBuffer, encoding as number | undefined, length);
}

/** `copy`, `write`, and what reads and writes numbers of 8, 16, 32 and 64 bits. */
function copyMethods(prototype: object): void {
  const kept =
    /^(?:copy|write|(?:read|write)(?:U?[Ii]nt(?:8|16[BL]E|32[BL]E)|Big(?:U?[Ii])nt64[BL]E|(?:Float|Double)[BL]E))$/;
  for (const name of Object.getOwnPropertyNames(Buffer.prototype)) {
    if (kept.test(name)) hide(prototype, name, Reflect.get(Buffer.prototype, name));
  }
}

function hide(owner: object, name: string, value: unknown): void {
  Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}
