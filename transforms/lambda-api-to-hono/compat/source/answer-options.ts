import { setHeader } from './headers.js';
import type { Loose } from './event.js';
import { routerOf } from './router.js';

/** An app made with `lambdaApiRouting()`. */
export interface RoutedApp {
  readonly router: unknown;
}

/**
 * `createAPI({ serializer })`: what becomes of objects that are sent, and of everything that is
 * sent as JSON. `c.json()` has no such option.
 *
 * @example
 * useSerializer(app, (value) => stringify(value));
 */
export function useSerializer(app: RoutedApp, serialize: (value: Loose) => string): void {
  routerOf(app).serialize = serialize;
}

/**
 * `createAPI({ headers })`: headers of every response, also of errors, which drop all others,
 * and of unknown paths, for which no middleware runs.
 *
 * @example
 * defaultHeaders(app, { 'strict-transport-security': ['max-age=63072000'] });
 */
export function defaultHeaders(app: RoutedApp, headers: Record<string, Loose> = {}): void {
  routerOf(app).prepare = (c) => {
    for (const [name, values] of Object.entries(headers)) setHeader(c, name, values);
  };
}

/**
 * `createAPI({ isBase64: true })`: every result says that its body is base64. The body is not
 * encoded: handlers send it as base64.
 *
 * @example
 * flagBase64(app);
 */
export function flagBase64(app: RoutedApp, flag: Loose = true): void {
  if (flag !== true) return;
  routerOf(app).resultSteps.push((result) => ({ ...result, isBase64Encoded: true }));
}

/**
 * `createAPI({ mimeTypes })`: content types by file extension, for `setType()` and others.
 *
 * @example
 * addMimeTypes(app, { webp: 'image/webp' });
 */
export function addMimeTypes(app: RoutedApp, types: Record<string, string>): void {
  Object.assign(routerOf(app).mimeTypes, types);
}
