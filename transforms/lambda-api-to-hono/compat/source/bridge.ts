import { Hono } from 'hono';
import { handle } from './adapter.js';
import { errorHandler } from './error-handler.js';
import { type Env, type LambdaEvent, type Loose, requestMethod, requestPath } from './event.js';
import {
  addRoute,
  createNode,
  findRoute,
  type RouteNode,
  splitDefinition,
  splitRequestPath,
} from './route-tree.js';
import { lambdaApiRouting, routerOf } from './router.js';

/** What the bridge uses of a lambda-api instance. */
export interface LambdaApi {
  routes(): Loose;
  run(event: Loose, context: Loose, callback?: Loose): Loose;
}

/** Parts of an instance that lambda-api's types leave out; the same since 0.10. */
interface LambdaApiState {
  readonly _prefix?: readonly string[];
  readonly _errorHeaderWhitelist?: readonly string[];
  readonly _requestCount?: number;
}

/** A row of `api.routes()`: method, full path and, since 0.11, the names of the functions. */
type RouteRow = readonly [method: string, path: string, names?: readonly string[]];

const PLACEHOLDER = '[migrated to Hono]';

const apps = new WeakMap<LambdaApi, Hono<Env>>();

function stateOf(api: LambdaApi): LambdaApiState {
  return api as LambdaApi & LambdaApiState;
}

function appOf(api: LambdaApi): Hono<Env> {
  const existing = apps.get(api);
  if (existing) return existing;
  const app = new Hono<Env>(lambdaApiRouting());
  const { _errorHeaderWhitelist: keepHeaders = [] } = stateOf(api);
  app.onError(errorHandler({ keepHeaders }));
  apps.set(api, app);
  return app;
}

/**
 * The Hono app that stands beside a lambda-api instance while its routes are being migrated.
 * Inside `register()` its paths get the prefix of that call, as those of the instance do.
 *
 * @example
 * api.get('/users/:id', migrated);
 * hono(api).get('/users/:id', getUser);
 */
export function hono(api: LambdaApi): Hono<Env> {
  const { _prefix: prefix = [] } = stateOf(api);
  return prefix.length > 0 ? appOf(api).basePath('/' + prefix.join('/')) : appOf(api);
}

/**
 * Handler of a route that moved to Hono. It keeps the path in the route table of lambda-api,
 * where `bridge()` finds it; it never runs itself.
 */
export function migrated(): never {
  throw new Error(
    'This route has moved to Hono: call bridge(api)(event, context) instead of api.run(event, context)',
  );
}
// The table knows functions by name, and bundlers may change the name of the declaration.
Object.defineProperty(migrated, 'name', { value: PLACEHOLDER });

/**
 * Lambda handler for an API of which some routes are on lambda-api and others on Hono. The
 * route table of lambda-api decides: events of migrated routes go to `hono(api)`, all others
 * to `api.run()` untouched, unknown paths and methods included.
 *
 * @example
 * export const handler = (event, context) => bridge(api)(event, context);
 */
export function bridge(
  api: LambdaApi,
): (event: Loose, context?: Loose, ...rest: Loose[]) => Promise<Loose> {
  const app = appOf(api);
  const run = handle(app);
  return async (event, context, ...rest) => {
    if (!isMigrated(api, event || {})) return api.run(event, context, ...rest);
    // Both sides count requests, for cold starts and request counts: they share one number.
    const router = routerOf(app);
    const { _requestCount: count = router.requestCount } = stateOf(api);
    router.requestCount = count;
    const pending = run(event, context);
    Object.assign(api, { _requestCount: router.requestCount });
    const result = await pending;
    const [callback] = rest;
    if (typeof callback === 'function') callback(null, result);
    return result;
  };
}

interface RouteTable {
  readonly size: number;
  readonly root: RouteNode<boolean>;
}

const tables = new WeakMap<LambdaApi, RouteTable>();

/** Whether lambda-api's route for an event is one that moved to Hono. */
function isMigrated(api: LambdaApi, event: LambdaEvent): boolean {
  const path = splitRequestPath(requestPath(event));
  const found = lookUp(tableOf(api).root, requestMethod(event), path);
  // What a row inherits is in its own names already: only the row itself counts.
  return typeof found === 'object' && found.stack[found.stack.length - 1] === true;
}

/** An error of the lookup is one that lambda-api has itself: it answers such events. */
function lookUp(root: RouteNode<boolean>, method: string, path: readonly string[]) {
  try {
    return findRoute(root, method, path);
  } catch {
    return undefined;
  }
}

/** The routes of the instance, looked up again when some were added. */
function tableOf(api: LambdaApi): RouteTable {
  const rows: readonly RouteRow[] = api.routes();
  const size = rows.length + appOf(api).routes.length;
  const known = tables.get(api);
  if (known?.size === size) return known;
  const root = createNode<boolean>();
  for (const [method, path, names] of rows) {
    const segments = splitDefinition(path);
    const moved = names ? names.includes(PLACEHOLDER) : isOnHono(api, method, segments);
    addRoute(root, { method, segments, prefixRoot: false }, [moved]);
  }
  const table = { size, root };
  tables.set(api, table);
  return table;
}

/** lambda-api 0.10 gives no function names: then the routes of the Hono app decide. */
function isOnHono(api: LambdaApi, method: string, segments: readonly string[]): boolean {
  const path = segments.join('/');
  return appOf(api).routes.some(
    (route) => route.method === method && splitDefinition(route.path).join('/') === path,
  );
}
