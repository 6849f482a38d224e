import type { Context } from 'hono';
import type { Loose } from './event.js';
import { facts, type LambdaApiRouter } from './router.js';

/**
 * `api.app('name', value)` and `api.app({ name: value })`: objects that every request can
 * reach by name. Returns all of them, as lambda-api does.
 *
 * @example
 * useNamespace(app, 'db', db);
 */
export function useNamespace(
  app: { readonly router: unknown },
  names?: string | Record<string, Loose>,
  value?: Loose,
): Record<string, Loose> {
  const { namespace } = app.router as LambdaApiRouter;
  if (typeof names === 'string') namespace[names] = value;
  else Object.assign(namespace, names);
  return namespace;
}

/** `req.namespace` and `req.ns`: what `useNamespace()` was given; Hono has one variable per request instead. */
export function getNamespace(c: Context): Record<string, Loose> {
  return facts.get(c)?.router.namespace ?? {};
}
