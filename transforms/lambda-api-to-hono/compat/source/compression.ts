import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { RoutedApp } from './answer-options.js';
import { toBase64 } from './base64.js';
import { headersOf, type Loose } from './event.js';
import { routerOf } from './router.js';

/** How bodies are compressed, the one that is preferred first. */
const COMPRESSORS: Record<string, (text: string) => Uint8Array> = {
  br: (text) => brotliCompressSync(text),
  gzip: (text) => gzipSync(text),
  deflate: (text) => deflateSync(text),
};

/**
 * `createAPI({ compression })`: compresses every body, however short, in an encoding that the
 * client names without a weight (`gzip;q=1` does not count), Brotli only where it is listed.
 * `hono/compress` has no Brotli, a threshold, and sends Vary.
 *
 * @example
 * compressResults(app, ['br', 'gzip']);
 */
export function compressResults(app: RoutedApp, encodings: Loose = true): void {
  const usual = encodings === true ? ['gzip', 'deflate'] : [];
  const enabled: string[] = Array.isArray(encodings) ? encodings : usual;
  routerOf(app).resultSteps.push((result, event) => {
    const accepted = (headersOf(event)['accept-encoding'] ?? '')
      .toLowerCase()
      .split(',')
      .map((name) => name.trim());
    const [name, compress] =
      Object.entries(COMPRESSORS).find(
        ([encoding]) => enabled.includes(encoding) && accepted.includes(encoding),
      ) ?? [];
    if (!name || !compress || !result.body) return result;
    const body = toBase64(compress(result.body));
    const { headers, multiValueHeaders } = result;
    return {
      ...result,
      ...(multiValueHeaders
        ? { multiValueHeaders: { ...multiValueHeaders, 'content-encoding': [name] } }
        : { headers: { ...headers, 'content-encoding': name } }),
      body,
      isBase64Encoded: true,
    };
  });
}
