import { ts } from '../engine/syntax/typescript.js';
import { type Application, isProblem, rootFunction } from './application.js';
import { middlewareKind } from './factories.js';
import { escapeProblems } from './assess/escapes.js';
import { finallyUses, isNoFunction, kindAt } from './registered-functions.js';
import {
  arityProblems,
  foreignFunctions,
  listedFunctions,
  twinMismatch,
} from './assess/function-problems.js';
import { foreignLoaders } from './assess/foreign-loaders.js';
import { instanceProblems } from './assess/instance-problems.js';
import { sharedProblems, sharedRegisters } from './assess/shared-registers.js';
import { siteProblems } from './assess/site-problems.js';
import { lambdaApiFindings } from './findings.js';
import type { ApiInstance } from './graph/model.js';
import { COMPUTED } from './graph/names.js';
import { covers, type MiddlewareSite, type RouteSite } from './graph/routes.js';
import type { HandlerFunction, Problem } from './handlers/context.js';

/** What is known about one route registration before anything is changed. */
export interface Assessment {
  readonly site: RouteSite;
  readonly state: 'pending' | 'migrated' | 'blocked';
  readonly problems: readonly Problem[];
  /** Functions that take part in answering, middleware included. */
  readonly functions: ReadonlySet<HandlerFunction>;
  /** Middleware registrations that may run for the route. */
  readonly middleware: readonly MiddlewareSite[];
}

/** Finds out for every registration of a route whether it can be migrated, and what with. */
export function assessRoutes(app: Application): Assessment[] {
  const byInstance = new Map<ApiInstance, Problem[]>();
  for (const instance of app.graph.instances)
    byInstance.set(instance, instanceProblems(app, instance));
  const shared = sharedRegisters(app);
  return app.routes
    .filter((site) => !isTwin(app, site))
    .map((site) => {
      const ofInstance = byInstance.get(site.use.instance) ?? [];
      return assess(app, site, [...ofInstance, ...sharedProblems(site, shared)]);
    });
}

/** A Hono registration beside its placeholder is the same route, listed once. */
function isTwin(app: Application, site: RouteSite): boolean {
  return (
    site.use.framework === 'hono' &&
    site.use.instance.framework === 'lambda-api' &&
    app.routes.some((other) => other.isPlaceholder && other.ids[0] === site.ids[0])
  );
}

function assess(app: Application, site: RouteSite, ofPlace: readonly Problem[]): Assessment {
  const middleware = middlewareOf(app, site);
  if (site.isPlaceholder || site.use.framework === 'hono')
    return { site, state: 'migrated', problems: [], functions: new Set(), middleware };
  const problems: Problem[] = [...ofPlace, ...escapeProblems(app, site), ...siteProblems(site)];
  const functions = new Set<HandlerFunction>();
  const add = (file: string, expression: ts.Expression, kind: HandlerFunction['kind']): void => {
    const root = rootFunction(app, file, expression, kind);
    if (isProblem(root)) return void problems.push(root);
    if (kind === 'middleware') problems.push(...arityProblems(root));
    const reach = app.registry.reach(root);
    for (const fn of reach.functions) functions.add(fn);
    problems.push(...reach.problems, ...foreignFunctions(app, site, reach.functions));
    problems.push(...[...reach.functions].flatMap((fn) => twinMismatch(fn)));
  };
  site.functions.forEach((fn, index) => add(site.use.file, fn, kindAt(site, index)));
  for (const { use, functions: list } of middleware)
    if (use.framework === 'lambda-api')
      for (const fn of list)
        if (!isNoFunction(fn)) add(use.file, fn, middlewareKind(app.program, use.file, fn));
  for (const use of finallyUses(app, site.use.instance))
    for (const fn of use.args.slice(0, 1)) add(use.file, fn, 'finally');
  problems.push(...foreignLoaders(app, site, functions), ...listedFunctions(app, functions));
  const isBlocked = problems.some((found) => isBlocking(found));
  return { site, state: isBlocked ? 'blocked' : 'pending', problems, functions, middleware };
}

/** Problems that only tell something, by code. */
const INFORMING = new Set<string>(
  lambdaApiFindings.filter(({ severity }) => severity === 'info').map(({ code }) => code),
);

/** Whether a problem keeps a route on lambda-api. */
export function isBlocking(problem: Problem): boolean {
  return !INFORMING.has(problem.code);
}

/** Middleware registrations of the same instance whose path may cover the route; error middleware covers every route. */
function middlewareOf(app: Application, site: RouteSite): MiddlewareSite[] {
  return app.middleware.filter((candidate) => {
    const { use, paths } = candidate;
    if (use.instance !== site.use.instance || use.framework !== site.use.framework) return false;
    if (candidate.functions.some((fn) => middlewareKind(app.program, use.file, fn) === 'error'))
      return true;
    if (!paths || !site.segments) return true;
    const segments = site.segments;
    const routes = site.use.mounts.map((mount) => [...mount, ...segments]);
    return paths.some((path) => routes.some((route) => covers(path, route)));
  });
}

/** Registrations that cannot be listed as routes, and what stands in the way of APIs without any route. */
export function unlistedProblems(app: Application): Problem[] {
  const computed: Problem[] = app.graph.uses
    .filter((use) => use.method === COMPUTED)
    .map((use) => ({ code: 'dynamic-registration', file: use.file, node: use.call }));
  const listed = new Set(app.routes.map((site) => site.use.instance));
  const empty = app.graph.instances.filter((instance) => !listed.has(instance));
  const hidden: Problem[] = app.graph.escapes.map(({ file, node, reason }) => ({
    code: 'api-escapes',
    file,
    node,
    details: { reason },
  }));
  return [...computed, ...hidden, ...empty.flatMap((instance) => instanceProblems(app, instance))];
}
