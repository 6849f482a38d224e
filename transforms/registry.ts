import type { Transform, TransformId } from './engine/transform.js';

/** A transform of this version. Its code is loaded when it is needed: the parser takes half a second. */
export interface RegisteredTransform {
  readonly id: TransformId;
  load(): Promise<Transform>;
}

/** Every transform that this version has, in the order they run. */
export const REGISTRY: readonly RegisteredTransform[] = [
  {
    id: 'lambda-api-to-hono',
    load: async () => (await import('./lambda-api-to-hono/index.js')).lambdaApiToHono,
  },
  {
    id: 'commonjs-to-esm',
    load: async () => (await import('./commonjs-to-esm/index.js')).commonJsToEsm,
  },
  {
    id: 'form-data-to-url-search-params',
    load: async () =>
      (await import('./form-data-to-url-search-params/index.js')).formDataToUrlSearchParams,
  },
  {
    id: 'nodejs-function-to-llrt',
    load: async () => (await import('./nodejs-function-to-llrt/index.js')).nodejsFunctionToLlrt,
  },
];

/** Loads transforms, all of them by default. */
export function loadTransforms(
  registry: readonly RegisteredTransform[] = REGISTRY,
): Promise<readonly Transform[]> {
  return Promise.all(registry.map((entry) => entry.load()));
}
