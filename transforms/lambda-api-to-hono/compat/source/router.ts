import type { Context, Hono, Next } from 'hono';
import type { ResultStep } from './adapter.js';
import { type Loose, requestPath } from './event.js';
import type { ObjectStore } from './s3.js';
import type { SampleCount } from './sampling.js';
import { MethodError, RouteError, ThrownValue } from './errors.js';
import {
  USE,
  addRoute,
  createNode,
  entryOf,
  findRoute,
  paramsOf,
  splitDefinition,
  splitRequestPath,
} from './route-tree.js';

export type HonoRouter = Hono['router'];
/** Hono's pair of a function and the route it was registered with. */
export type RoutedFunction = Parameters<HonoRouter['add']>[2];
export type RoutingResult = ReturnType<HonoRouter['match']>;

/** A route by its definition. */
export interface ChosenRoute {
  readonly method: string;
  readonly path: string;
}

/** What is known about a request once its route is found. */
export interface RequestFacts {
  readonly router: LambdaApiRouter;
  /** Definition without base and prefix, as `req.route`; null when no route was found. */
  readonly route: string | null;
  /** Names of the functions that answer, as `req.stack`. */
  readonly stack: readonly string[];
  /** Milliseconds since 1970. */
  readonly started: number;
  /** 1 for the first request of the container. */
  readonly number: number;
}

export const facts = new WeakMap<Context, RequestFacts>();

/** The context of a request, for work after the response was built. */
export const contexts = new WeakMap<Request, Context>();

/** Responses to HEAD, whose bodies Hono drops. */
export const headResponses = new WeakMap<Request, Response>();

export type ErrorMiddleware = (error: Loose, c: Context, next: Next) => unknown;

/**
 * Hono router with lambda-api's algorithm: static segments beat parameters, parameters beat
 * wildcards whatever the order of registration, nothing is tried twice, middleware runs only
 * for routes that exist, and unknown paths and methods are errors (404 and 405).
 */
export class LambdaApiRouter implements HonoRouter {
  name = 'LambdaApiRouter';
  /** Error middleware of the app, in order; see `errorMiddleware()`. */
  readonly errorMiddleware: ErrorMiddleware[] = [];
  /** Runs after each response was built; see `onFinish()`. */
  finish?: (c: Context) => unknown;
  /** Writes what was logged for a request; see `logRequests()`. */
  writeLogs?: (c: Context) => void;
  /** Logs an error; see `logRequests()`. */
  logError?: (c: Context, thrown: unknown, status: number, detail: unknown) => void;
  /** Puts headers on a response before anything else does; see `defaultHeaders()`. */
  prepare?: (c: Context) => void;
  /** Makes text of what is sent; see `useSerializer()`. */
  serialize?: (value: Loose) => string;
  /** Change results once they are complete; see `compressResults()`. */
  readonly resultSteps: ResultStep[] = [];
  /** Content types by extension, besides the usual ones; see `addMimeTypes()`. */
  mimeTypes: Record<string, string> = {};
  /** Signs addresses of S3 and reads objects; see `useS3()`. */
  s3?: ObjectStore;
  /** Runs when the route of a request is found; see `logRequests()`. */
  begin?: (c: Context) => void;
  /** How often requests were sampled; see `sampler()`. */
  sampleCounts: Record<string, SampleCount> = {};
  /** Requests seen so far. */
  requestCount = 0;
  /** Objects that requests reach by name; see `useNamespace()`. */
  namespace: Record<string, Loose> = {};
  readonly root = createNode<RoutedFunction>();
  #requestedMethod: string | undefined;
  #chosen: ChosenRoute | undefined;

  /** Hono asks for HEAD routes as GET; `getPath` runs just before and tells the real method. */
  expect(method: string): void {
    this.#requestedMethod = method;
  }

  /** The next request has its route already: `bridge()` found it in the table of lambda-api. */
  choose(route: ChosenRoute): void {
    this.#chosen = route;
  }

  add(method: string, path: string, handler: RoutedFunction): void {
    const definition = {
      method,
      segments: splitDefinition(path),
      prefixRoot: relativePath(handler).length === 0,
    };
    addRoute(this.root, definition, [[passErrors(handler[0]), handler[1]]]);
  }

  match(method: string, path: string): RoutingResult {
    const requested = this.#requestedMethod ?? method;
    this.#requestedMethod = undefined;
    const segments = splitRequestPath(path);
    const chosen = this.#chosen;
    this.#chosen = undefined;
    const entry =
      (chosen && entryOf(this.root, chosen.method, splitDefinition(chosen.path))) ??
      findEntry(() => findRoute(this.root, requested, segments));
    if (entry instanceof Error || typeof entry === 'string') {
      const failure = routingError(entry, requested, '/' + segments.join('/'));
      return [[[this.#failing(failure), {}]]];
    }
    const params = paramsOf(entry, segments);
    // Hono decodes parameters, lambda-api does not: an escaped percent sign survives.
    for (const name of Object.keys(params)) {
      params[name] = (params[name] ?? '').replace(/%/g, '%25');
    }
    const [first, ...rest] = entry.stack;
    if (!first) throw new Error(`The route of ${path} has no function`);
    const own = entry.stack[entry.stack.length - 1] ?? first;
    const found = {
      route: '/' + relativePath(own).join('/'),
      stack: entry.stack.map(([, { handler }]) => handler.name || 'unnamed'),
    };
    const stack = [this.#starting(first, found), ...rest];
    const kept = requested === 'HEAD' ? stack.map(keepResponse) : stack;
    return [kept.map((routed) => [routed, params])];
  }

  /** The first function of a stack, noting the facts of the request before it runs. */
  #starting(
    [handler, route]: RoutedFunction,
    found: Pick<RequestFacts, 'route' | 'stack'>,
  ): RoutedFunction {
    const start = (c: Context, next: Next) => {
      const number = ++this.requestCount;
      facts.set(c, { router: this, ...found, started: Date.now(), number });
      contexts.set(c.req.raw, c);
      this.prepare?.(c);
      if (found.route !== null) this.begin?.(c);
      return handler(c, next);
    };
    return [start, route];
  }

  #failing(failure: Error): RoutedFunction {
    const handler = () => {
      throw failure;
    };
    const route = { basePath: '/', path: '/*', method: USE, handler };
    return this.#starting([handler, route], { route: null, stack: [] });
  }
}

/** Segments of a definition below its prefix. */
function relativePath([, { basePath, path }]: RoutedFunction): string[] {
  return splitDefinition(path).slice(splitDefinition(basePath).length);
}

function findEntry<T>(find: () => T): T | Error {
  try {
    return find();
  } catch (cause) {
    return cause instanceof Error ? cause : new ThrownValue(cause);
  }
}

function routingError(
  reason: Error | 'unknown path' | 'unknown method',
  method: string,
  path: string,
): Error {
  if (reason === 'unknown path') return new RouteError('Route not found', path);
  if (reason === 'unknown method') return new MethodError('Method not allowed', method, path);
  return reason;
}

/** Keeps what a function answers to HEAD, for `setEtag()`. */
function keepResponse([handler, route]: RoutedFunction): RoutedFunction {
  const keep = async (c: Context, next: Next) => {
    const answer: unknown = await handler(c, next);
    if (answer instanceof Response) headResponses.set(c.req.raw, answer);
    return answer;
  };
  return [keep, route];
}

/** Lets thrown values that are not Errors reach the error handler, as in lambda-api. */
function passErrors(handler: RoutedFunction[0]): RoutedFunction[0] {
  const rethrow = (cause: unknown): never => {
    throw cause instanceof Error ? cause : new ThrownValue(cause);
  };
  return (c: Context, next: Next) => {
    try {
      const answer: unknown = handler(c, next);
      return answer instanceof Promise ? answer.catch(rethrow) : answer;
    } catch (cause) {
      return rethrow(cause);
    }
  };
}

/**
 * Options for `new Hono()`: routes are found as lambda-api finds them, `c.req.path` is the
 * path of the event and `c.req.param()` gives undecoded values. `app.use()` is lambda-api's
 * `use`, `app.on('ANY', path, handler)` its `any`, `app.on('HEAD', path, handler)` its `head`.
 *
 * @example
 * const app = new Hono<Env>(lambdaApiRouting()).onError(errorHandler());
 */
export function lambdaApiRouting(): {
  router: LambdaApiRouter;
  getPath: (request: Request, options?: { env?: Loose }) => string;
} {
  const router = new LambdaApiRouter();
  const getPath = (request: Request, options?: { env?: Loose }) => {
    router.expect(request.method);
    const event: unknown = options?.env?.event;
    if (typeof event === 'object' && event !== null) return requestPath(event) ?? '';
    return new URL(request.url).pathname;
  };
  return { router, getPath };
}

/** The router of an app made with `lambdaApiRouting()`. */
export function routerOf(app: { readonly router: unknown }): LambdaApiRouter {
  if (app.router instanceof LambdaApiRouter) return app.router;
  throw new Error('The app has another router: create it with new Hono(lambdaApiRouting())');
}
