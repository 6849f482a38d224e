import type { Context, ErrorHandler } from 'hono';
import { MethodError, raised, RouteError, ThrownValue } from './errors.js';
import { type ErrorMiddleware, facts, routerOf } from './router.js';
import { json, preparedResponse, send, untyped } from './send.js';

export interface ErrorOptions {
  /** Names of headers that errors do not drop: `errorHeaderWhitelist` of lambda-api. */
  readonly keepHeaders?: readonly string[];
}

/**
 * Error handler of an app: answers as lambda-api does. The status is 500, 404 or 405 for
 * unknown routes, or the one given to `fail()`; the body is `{"error": message}`; headers
 * and cookies set before are dropped. Functions given here, and those added with
 * `errorMiddleware()`, run first and may answer instead, with the status already set.
 *
 * @example
 * app.onError(errorHandler());
 * app.onError(errorHandler(async (err, c) => c.json({ message: err.message }, 400)));
 * app.onError(errorHandler({ keepHeaders: ['x-request-id'] }));
 */
export function errorHandler(...args: (ErrorMiddleware | ErrorOptions)[]): ErrorHandler {
  const middleware: ErrorMiddleware[] = [];
  const kept = new Set<string>();
  for (const arg of args) {
    if (typeof arg === 'function') middleware.push(arg);
    else for (const name of arg.keepHeaders ?? []) kept.add(name.toLowerCase());
  }
  return async (cause, c) => {
    const router = facts.get(c)?.router;
    // An answer that was given stands, whatever fails after it.
    if (c.finalized) return standing(c, cause);
    try {
      const thrown = prepareError(c, cause, kept);
      for (const answer of [...middleware, ...(router?.errorMiddleware ?? [])]) {
        const value = await answer(thrown, c, async () => {});
        if (value) return send(c, value);
      }
      return defaultAnswer(c, thrown);
    } catch (second) {
      // `fail()` of the error middleware keeps the status of an unknown route. What it throws itself
      // lambda-api never answers, a client should get an answer.
      const isRaised = second instanceof Error && raised.has(second);
      return defaultAnswer(
        c,
        prepareError(c, second, kept, isRaised ? routingStatus(cause) : undefined),
      );
    }
  };
}

/** The answer given before an error; the error is only logged, with the status it would have had. */
function standing(c: Context, cause: unknown): Response {
  const origin = cause instanceof Error ? raised.get(cause) : undefined;
  const thrown = cause instanceof ThrownValue ? cause.value : cause;
  const status = origin?.status ?? 500;
  facts.get(c)?.router.logError?.(c, thrown, status, origin?.detail);
  return c.res;
}

/** Sets the status (`held` where nothing else says one), drops the headers, logs; gives what was thrown or passed to `fail()`. */
function prepareError(
  c: Context,
  cause: unknown,
  kept: ReadonlySet<string>,
  held?: number,
): unknown {
  const origin = cause instanceof Error ? raised.get(cause) : undefined;
  const thrown = cause instanceof ThrownValue ? cause.value : cause;
  for (const name of headerNames(c)) if (!kept.has(name)) c.header(name, undefined);
  if (!kept.has('content-type')) untyped.add(c);
  facts.get(c)?.router.prepare?.(c);
  const status = origin?.status ?? routingStatus(thrown) ?? held ?? 500;
  c.status(validStatus(status));
  facts.get(c)?.router.logError?.(c, thrown, status, origin?.detail);
  return thrown;
}

function headerNames(c: Context): string[] {
  const names: string[] = [];
  preparedResponse(c).headers.forEach((_value, name) => names.push(name));
  return names;
}

function routingStatus(thrown: unknown): number | undefined {
  if (thrown instanceof RouteError) return 404;
  return thrown instanceof MethodError ? 405 : undefined;
}

/** A Response cannot have other statuses; API Gateway would answer 502 for most of them. */
function validStatus(status: number): Parameters<Context['status']>[0] {
  const valid: unknown = Number.isInteger(status) && status >= 200 && status <= 599 ? status : 500;
  return valid as Parameters<Context['status']>[0];
}

function defaultAnswer(c: Context, thrown: unknown): Response {
  return json(c, { error: thrown instanceof Error ? thrown.message : thrown });
}

/**
 * Adds error middleware, also from inside a prefix: as in lambda-api it is global. It runs in
 * order of registration; what it returns is the answer, returning nothing leaves the error to
 * the next one and at last to the default answer. Needs `app.onError(errorHandler())`.
 *
 * @example
 * errorMiddleware(app, (err, c) => c.json({ message: err.message }, 400));
 */
export function errorMiddleware(app: { readonly router: unknown }, fn: ErrorMiddleware): void {
  routerOf(app).errorMiddleware.push(fn);
}
