import type { Bytes } from './types.js';

const encoder = new TextEncoder();
/** Refuses what is not UTF-8, and keeps a byte order mark, which JSON must not have. */
const strictDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function bytesOf(text: string): Bytes {
  return new Uint8Array(encoder.encode(text));
}

function copyOf(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

function isObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.prototype.toString.call(value) !== '[object Object]') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function has(object: object, name: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, name);
}

export { bytesOf, copyOf, has, isObject, strictDecoder };
