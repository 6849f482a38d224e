import type { Loose } from './event.js';
import { RULES } from './rules.js';

/** No route has the path: answered with 404. */
export class RouteError extends Error {
  readonly path: string;

  constructor(message: string, path: string) {
    super(message);
    this.name = 'RouteError';
    this.path = path;
  }
}

/** The path is known, the method is not: answered with 405. */
export class MethodError extends Error {
  readonly method: string;
  readonly path: string;

  constructor(message: string, method: string, path: string) {
    super(message);
    this.name = 'MethodError';
    this.method = method;
    this.path = path;
  }
}

/** A redirect was asked for with a status that is none. */
export class ResponseError extends Error {
  readonly code: unknown;

  constructor(message: string, code: unknown) {
    super(message);
    this.name = 'ResponseError';
    this.code = code;
  }
}

/** A file cannot be sent; has what is known about it, such as `code` and `path`. */
export class FileError extends Error {
  constructor(message: string, details: object) {
    super(message);
    Object.assign(this, { ...details, name: 'FileError' });
  }
}

/** What error middleware receives for `fail(404, 'message', detail)`. */
export class ApiError extends Error {
  readonly code: number;
  readonly detail?: Loose;

  constructor(message: string, code?: number, detail?: Loose) {
    super(message);
    this.name = 'ApiError';
    this.code = typeof code === 'number' ? code : 500;
    if (detail !== undefined) this.detail = detail;
  }
}

/** Carries a thrown value that is not an Error: Hono would fail the invocation for it, lambda-api answers. */
export class ThrownValue extends Error {
  readonly value: unknown;

  constructor(value: unknown) {
    super(String(value));
    this.name = 'ThrownValue';
    this.value = value;
  }
}

/** How an error raised by `fail()` is answered. */
export interface Raised {
  readonly status: number | undefined;
  readonly detail: unknown;
}

/** Errors that come from `fail()`: only they choose the status, the `code` of other errors is ignored. */
export const raised = new WeakMap<Error, Raised>();

/**
 * `res.error(...)` of lambda-api: ends the request through the error handling of the app.
 * A string becomes an ApiError, an Error or any other value is handed on as it is; without
 * a numeric status the answer is 500; `detail` goes to the log only.
 *
 * @example
 * return fail(404, 'No such user', { id });
 */
export function fail(
  ...args:
    [status: number, message?: unknown, detail?: unknown] | [message?: unknown, detail?: unknown]
): Promise<never> {
  const [first, second, third] = args;
  const status = typeof first === 'number' ? first : undefined;
  const message = typeof first === 'number' ? second : first;
  const detail = typeof first !== 'number' && second !== undefined ? second : third;
  const cause =
    typeof message === 'string' && RULES.raisesApiErrors
      ? new ApiError(message, status, detail)
      : message instanceof Error
        ? message
        : new ThrownValue(message);
  raised.set(cause, { status, detail });
  return Promise.reject(cause);
}
