import { readFileSync, statSync } from 'node:fs';
import type { Context } from 'hono';
import { base64Responses } from './adapter.js';
import { FileError, fail } from './errors.js';
import type { Loose } from './event.js';
import {
  attachment,
  baseName,
  extensionOf,
  setCache,
  setHeader,
  setModified,
  setType,
} from './headers.js';
import { facts } from './router.js';
import { sendBytes } from './send.js';

/** Options of `sendFile` and `download`. */
export interface FileOptions {
  cacheControl?: boolean | string | number;
  headers?: Record<string, Loose>;
  lastModified?: boolean | string | Date;
  /** Milliseconds. */
  maxAge?: number;
  private?: boolean;
  /** Put ahead of the path as it is. */
  root?: string;
}

/** Runs when the headers are set, or with the error; what it answers counts. */
type FileCallback = (error?: Loose) => Loose;

/**
 * `res.sendFile(path)`: a file, an object in S3 (`s3://bucket/key`, see `useS3()`) or bytes, base64
 * encoded, with the type of its extension, Cache-Control, Expires and Last-Modified. What goes
 * wrong is answered as `fail()` does, unless the callback answers.
 *
 * @example
 * return sendFile(c, 'logo.png', { root: 'public/', maxAge: 3600000 });
 */
export async function sendFile(
  c: Context,
  file: string | Uint8Array,
  options?: FileOptions | FileCallback,
  callback?: FileCallback,
): Promise<Response> {
  const set: FileOptions = typeof options === 'object' ? options : {};
  const done = typeof options === 'function' ? options : callback;
  try {
    const { bytes, modified } = await contentOf(c, file, set);
    for (const [name, value] of Object.entries(set.headers ?? {})) setHeader(c, name, value);
    if (typeof set.cacheControl === 'string' || typeof set.cacheControl === 'number') {
      setCache(c, set.cacheControl);
    } else if (set.cacheControl !== false) {
      setCache(c, isNaN(set.maxAge ?? NaN) ? 0 : set.maxAge, set.private);
    }
    if (set.lastModified !== false) setModified(c, set.lastModified || modified);
    const answer: unknown = await done?.();
    if (answer instanceof Response) return answer;
    base64Responses.add(c.req.raw);
    return sendBytes(c, bytes);
  } catch (cause) {
    const answer: unknown = await done?.(cause);
    if (answer instanceof Response) return answer;
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    return fail(isMissing ? new FileError('No such file', cause) : cause);
  }
}

/**
 * `res.download(path)`: `attachment()` and `sendFile()`, under the name of the file or another one.
 *
 * @example
 * return download(c, '/tmp/report-7.pdf', 'report.pdf');
 */
export function download(
  c: Context,
  file: string | Uint8Array,
  ...rest: (string | FileOptions | FileCallback | undefined | null)[]
): Promise<Response> {
  const [name] = rest;
  const path = typeof file === 'string' ? file : undefined;
  attachment(c, typeof name === 'string' && name ? name : path);
  const options = rest.find((one): one is FileOptions => typeof one === 'object' && one !== null);
  const callback = rest.find((one): one is FileCallback => typeof one === 'function');
  return sendFile(c, file, options, callback);
}

/** Bytes of what is to be sent; sets the headers that its source decides. */
async function contentOf(
  c: Context,
  file: unknown,
  { root = '', lastModified }: FileOptions,
): Promise<{ bytes: Uint8Array; modified?: Date | undefined }> {
  if (file instanceof Uint8Array) return { bytes: file };
  if (typeof file !== 'string') throw new FileError('Invalid file', { path: file });
  const path = file.trim();
  if (/^s3:\/\//i.test(path)) {
    const store = facts.get(c)?.router.s3;
    if (!store) throw new FileError('Cannot read from S3: call useS3() first', { path });
    const object = await store.read(path);
    if (object.type) setType(c, object.type);
    setHeader(c, 'etag', object.etag);
    return object;
  }
  const bytes = readFileSync(root + path);
  setType(c, extensionOf(baseName(path)));
  return { bytes, modified: lastModified === false ? undefined : statSync(root + path).mtime };
}
