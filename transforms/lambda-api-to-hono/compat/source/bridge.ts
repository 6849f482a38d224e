import { Hono } from 'hono';
import { handle } from './adapter.js';
import { errorHandler } from './error-handler.js';
import { type Env, type LambdaEvent, type Loose, requestMethod, requestPath } from './event.js';
import { findRoute, type RouteLookup, splitRequestPath } from './route-tree.js';
import { type ChosenRoute, lambdaApiRouting, routerOf } from './router.js';

/** What the bridge uses of a lambda-api instance. */
export interface LambdaApi {
  run(event: Loose, context: Loose, callback?: Loose): Loose;
}

/** Parts of an instance that lambda-api's types leave out; the same since 0.10. */
interface LambdaApiState {
  readonly _routes?: LambdaApiNode;
  readonly _prefix?: readonly string[];
  readonly _errorHeaderWhitelist?: readonly string[];
  readonly _requestCount?: number;
  readonly _app?: Record<string, Loose>;
  readonly _sampleCounts?: Record<string, Loose>;
}

/** A node of lambda-api's route table; releases before 0.11 keep what is inherited apart. */
interface LambdaApiNode {
  readonly ROUTES?: Readonly<Record<string, LambdaApiNode>>;
  readonly METHODS?: Readonly<
    Record<
      string,
      {
        readonly path: string;
        readonly stack: readonly unknown[];
        readonly inherited?: readonly unknown[];
      }
    >
  >;
}

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
  // Both sides see the same objects, whenever they are registered, and count samples together.
  const { _app: namespace = {}, _sampleCounts: sampleCounts = {} } = stateOf(api);
  Object.assign(routerOf(app), { namespace, sampleCounts });
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
    const route = migratedRoute(api, event || {});
    if (!route) return api.run(event, context, ...rest);
    // Both sides count requests, for cold starts and request counts: they share one number.
    const router = routerOf(app);
    const { _requestCount: count = router.requestCount } = stateOf(api);
    router.requestCount = count;
    router.choose(route);
    const pending = run(event, context);
    Object.assign(api, { _requestCount: router.requestCount });
    const result = await pending;
    const [callback] = rest;
    if (typeof callback === 'function') callback(null, result);
    return result;
  };
}

/** The route of an event when it has moved to Hono. */
function migratedRoute(api: LambdaApi, event: LambdaEvent): ChosenRoute | undefined {
  const { _routes: root } = stateOf(api);
  if (!root) {
    throw new Error('bridge(): this release of lambda-api keeps its routes in another place');
  }
  const path = splitRequestPath(requestPath(event));
  const found = lookUp(tableView(root), requestMethod(event), path);
  return typeof found === 'object' && found.migrated ? found : undefined;
}

/** An error of the lookup is one that lambda-api has itself: it answers such events. */
function lookUp(root: RouteLookup<TableRow>, method: string, path: readonly string[]) {
  try {
    return findRoute(root, method, path);
  } catch {
    return undefined;
  }
}

/** A route of the table. */
interface TableRow extends ChosenRoute {
  readonly migrated: boolean;
}

/** One node of lambda-api's table, read as it stands: routes may be added at any time. */
function tableView({
  ROUTES: routes = {},
  METHODS: methods = {},
}: LambdaApiNode): RouteLookup<TableRow> {
  const row = (method: string): TableRow | undefined => {
    const route = methods[method];
    if (!route) return undefined;
    const stack = [...(route.inherited ?? []), ...route.stack];
    return { method, path: route.path, migrated: stack.includes(migrated) };
  };
  return {
    children: {
      get: (name) => {
        const child = routes[name];
        return child && tableView(child);
      },
    },
    methods: {
      get: row,
      has: (method) => method in methods,
      size: Object.keys(methods).length,
    },
  };
}
