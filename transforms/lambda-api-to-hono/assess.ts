import { ts } from '../engine/syntax/typescript.js';
import { unwrap } from '../engine/syntax/evaluate.js';
import { readsEnvironment } from './graph/constants.js';
import { COMPUTED } from './graph/names.js';
import {
  createOptions,
  isProblem,
  middlewareKind,
  rootFunction,
  type Application,
} from './application.js';
import type { ApiInstance, ApiUse, Escape } from './graph/model.js';
import { covers, type MiddlewareSite, type RouteSite } from './graph/routes.js';
import { projectOf } from './compat-file/places.js';
import { nameOf } from './handlers/call-sites.js';
import { twinOf, unitOf } from './handlers/units.js';
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

const SUPPORTED_OPTIONS = new Set(['version', 'base', 'logger', 'errorHeaderWhitelist']);
/** Calls on an API that the transform knows how to carry over. */
const KNOWN_USES: ReadonlySet<string> = new Set(
  [
    'use register finally run run.bind app routes',
    'on onError basePath fetch request',
    'bridge handle errorMiddleware onFinish logRequests useNamespace errorHandler',
  ].flatMap((names) => names.split(' ')),
);

/** Finds out for every registration of a route whether it can be migrated, and what with. */
export function assessRoutes(app: Application): Assessment[] {
  const byInstance = new Map<ApiInstance, Problem[]>();
  for (const instance of app.graph.instances)
    byInstance.set(instance, instanceProblems(app, instance));
  return app.routes
    .filter((site) => !isTwin(app, site))
    .map((site) => assess(app, site, byInstance.get(site.use.instance) ?? []));
}

/** A Hono registration beside its placeholder is the same route, listed once. */
function isTwin(app: Application, site: RouteSite): boolean {
  return (
    site.use.framework === 'hono' &&
    site.use.instance.framework === 'lambda-api' &&
    app.routes.some((other) => other.isPlaceholder && other.ids[0] === site.ids[0])
  );
}

function assess(app: Application, site: RouteSite, ofInstance: readonly Problem[]): Assessment {
  const middleware = middlewareOf(app, site);
  if (site.isPlaceholder || site.use.framework === 'hono')
    return { site, state: 'migrated', problems: [], functions: new Set(), middleware };
  const problems: Problem[] = [...ofInstance, ...escapeProblems(app, site), ...siteProblems(site)];
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
  site.functions.forEach((fn, index) =>
    add(site.use.file, fn, index === site.functions.length - 1 ? 'handler' : 'middleware'),
  );
  for (const { use, functions: list } of middleware)
    if (use.framework === 'lambda-api')
      for (const fn of list) add(use.file, fn, middlewareKind(app, use.file, fn));
  for (const use of finallyUses(app, site.use.instance))
    for (const fn of use.args.slice(0, 1)) add(use.file, fn, 'finally');
  const isBlocked = problems.some((found) => isBlocking(found));
  return { site, state: isBlocked ? 'blocked' : 'pending', problems, functions, middleware };
}

/** Functions of another Nx project: what they share with this one would need a module that both import. */
function foreignFunctions(
  app: Application,
  site: RouteSite,
  functions: ReadonlySet<HandlerFunction>,
): Problem[] {
  const { pkg } = app.program;
  const own = projectOf(pkg, site.use.instance.file);
  return [...functions]
    .filter((fn) => projectOf(pkg, fn.file) !== own)
    .map((fn) => ({
      code: 'handler-unresolved',
      file: fn.file,
      node: fn.node,
      details: { name: nameOf(fn) ?? 'anonymous' },
    }));
}

/** lambda-api counts the parameters of middleware, as `fn.length` does, when the application starts. */
function arityProblems(fn: HandlerFunction): Problem[] {
  const end = fn.node.parameters.findIndex(
    ({ initializer, dotDotDotToken }) => initializer !== undefined || dotDotDotToken !== undefined,
  );
  const count = end < 0 ? fn.node.parameters.length : end;
  if (count === 3) return [];
  const details = { name: nameOf(fn) ?? 'anonymous', count: String(count) };
  return [{ code: 'middleware-arity', file: fn.file, node: fn.node, details }];
}

/** The Hono form that a function has already takes what its other callers pass: another kind of call does not fit. */
function twinMismatch(fn: HandlerFunction): Problem[] {
  const unit = unitOf(fn.node);
  const twin = unit && twinOf(unit);
  const form = twin && firstFunction(twin.node);
  if (!form || fn.kind !== 'helper') return [];
  const taken = fn.roles.filter((role) => role === 'req' || role === 'res').length;
  const expected = fn.node.parameters.length - taken + Math.min(taken, 1);
  if (form.parameters.length === expected) return [];
  const target = 'a function that other routes call with a request in another place';
  return [
    { code: 'request-escapes', file: fn.file, node: fn.node, details: { name: 'req', target } },
  ];
}

function firstFunction(node: ts.Node): ts.SignatureDeclaration | undefined {
  if (ts.isFunctionLike(node)) return node;
  return ts.forEachChild(node, firstFunction);
}

/** Problems that only tell something, by code. */
const INFORMING = new Set<string>([
  'request-logged',
  'next-error-ignored',
  'base-from-environment',
  'may-not-answer',
  'redirect-status-invalid',
]);

export function isBlocking(problem: Problem): boolean {
  return !INFORMING.has(problem.code);
}

/** Middleware registrations of the same instance whose path may cover the route; error middleware covers every route. */
function middlewareOf(app: Application, site: RouteSite): MiddlewareSite[] {
  return app.middleware.filter((candidate) => {
    const { use, paths } = candidate;
    if (use.instance !== site.use.instance || use.framework !== site.use.framework) return false;
    if (candidate.functions.some((fn) => middlewareKind(app, use.file, fn) === 'error'))
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

export function finallyUses(app: Application, instance: ApiInstance): ApiUse[] {
  return app.graph.uses.filter(
    (use) =>
      use.instance === instance && use.method === 'finally' && use.framework === 'lambda-api',
  );
}

function escapesOf(app: Application, instance: ApiInstance): Escape[] {
  return app.graph.escapes.filter((at) => at.instance === instance);
}

/** Whether what happens out of sight may concern every route of the API. */
function coversAll({ below }: Escape, instance: ApiInstance): boolean {
  return below === undefined || below.length <= instance.base.length;
}

/** Functions that cannot be found and are registered under a prefix of the route: they may have routes that run first. */
function escapeProblems(app: Application, site: RouteSite): Problem[] {
  const { instance, mounts } = site.use;
  const segments = site.segments ?? [];
  return escapesOf(app, instance)
    .filter((escape) => !coversAll(escape, instance))
    .filter(({ below = [] }) =>
      mounts.some((mount) => covers([...below, '*'], [...mount, ...segments])),
    )
    .map(({ file, node, reason }) => ({ code: 'api-escapes', file, node, details: { reason } }));
}

function siteProblems(site: RouteSite): Problem[] {
  const problems: Problem[] = [];
  const { use } = site;
  if (site.segments === undefined) {
    const path = use.args[0] ?? use.call;
    problems.push({
      code: 'path-unresolved',
      file: use.file,
      node: path,
      details: { name: path.getText() },
    });
  }
  if (site.methods.length === 0)
    problems.push({ code: 'dynamic-registration', file: use.file, node: use.call });
  if (isAfterAwait(use)) problems.push({ code: 'register-async', file: use.file, node: use.call });
  if (!isStatement(use))
    problems.push({ code: 'registration-in-expression', file: use.file, node: use.call });
  return problems;
}

/** Whether a registration runs only after an `await` of the function that was given the API. */
function isAfterAwait(use: ApiUse): boolean {
  const fn = ts.findAncestor(use.call, ts.isFunctionLike);
  const isAsync =
    fn &&
    ts.canHaveModifiers(fn) &&
    ts.getModifiers(fn)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword);
  if (!fn || !isAsync || use.receiver.getText() !== fn.parameters[0]?.name.getText()) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (node.pos >= use.call.pos || (node !== fn && ts.isFunctionLike(node))) return;
    if (ts.isAwaitExpression(node)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(fn);
  return found;
}

/** Whether a call is a statement of its own, so that a second one can stand beside it. */
export function isStatement(use: ApiUse): boolean {
  return ts.isExpressionStatement(use.call.parent);
}

/** What stands in the way of every route of an instance. */
function instanceProblems(app: Application, instance: ApiInstance): Problem[] {
  if (instance.framework === 'hono') return [];
  const problems: Problem[] = [];
  const options = createOptions(app, instance);
  if (!options)
    problems.push({
      code: 'option-unsupported',
      file: instance.file,
      node: instance.creation,
      details: { name: 'options that are not written out' },
    });
  for (const [name, value] of options ?? []) {
    if (!SUPPORTED_OPTIONS.has(name))
      problems.push({
        code: 'option-unsupported',
        file: instance.file,
        node: value,
        details: { name },
      });
    else if (name === 'logger') problems.push(...loggerProblems(instance, value));
    else if (name === 'base' && readsEnvironment(value))
      problems.push({
        code: 'base-from-environment',
        file: instance.file,
        node: value,
        details: { name: value.getText() },
      });
  }
  for (const { file, node, reason } of escapesOf(app, instance).filter((at) =>
    coversAll(at, instance),
  ))
    problems.push({ code: 'api-escapes', file, node, details: { reason } });
  return [...problems, ...useProblems(app, instance)];
}

/** Parts of the logger that are not carried over: sampling rules, and serializers, which get lambda-api's objects. */
function loggerProblems(instance: ApiInstance, value: ts.Expression): Problem[] {
  const options = unwrap(value);
  if (!ts.isObjectLiteralExpression(options)) {
    const isFlag =
      options.kind === ts.SyntaxKind.TrueKeyword || options.kind === ts.SyntaxKind.FalseKeyword;
    if (isFlag) return [];
    const details = { name: 'a logger that is not written out' };
    return [{ code: 'option-unsupported', file: instance.file, node: value, details }];
  }
  return options.properties
    .filter(
      (property) => !property.name || ['sampling', 'serializers'].includes(property.name.getText()),
    )
    .map((node) => ({
      code: 'option-unsupported',
      file: instance.file,
      node,
      details: { name: `logger.${node.name?.getText() ?? '...'}` },
    }));
}

function useProblems(app: Application, instance: ApiInstance): Problem[] {
  const problems: Problem[] = [];
  for (const use of app.graph.uses) {
    if (use.instance !== instance) continue;
    const isRoute = app.routes.some((site) => site.use === use);
    if (!isRoute && use.method !== COMPUTED && !KNOWN_USES.has(use.method))
      problems.push({
        code: 'method-unsupported',
        file: use.file,
        node: use.call,
        details: { name: use.method },
      });
    const needsLine =
      ['use', 'finally', 'register'].includes(use.method) && use.framework === 'lambda-api';
    if (needsLine && !isStatement(use))
      problems.push({ code: 'registration-in-expression', file: use.file, node: use.call });
  }
  return problems;
}
