import { ts } from '../../engine/syntax/typescript.js';
import { evaluate, unwrap } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { compatName } from './compat-module.js';
import { constantText, pathSegments } from './constants.js';
import type { ApiGraph, ApiUse } from './model.js';
import { ROUTE_METHODS } from './names.js';

/** One registration statement of routes, with every route that it stands for. */
export interface RouteSite {
  readonly use: ApiUse;
  readonly methods: readonly string[];
  /** Path segments below the mounts; undefined when the path is not known before the code runs. */
  readonly segments: readonly string[] | undefined;
  readonly ids: readonly string[];
  /** Middleware and handler. */
  readonly functions: readonly ts.Expression[];
  /** The route is answered by Hono and only holds its place in lambda-api's table. */
  readonly isPlaceholder: boolean;
}

/** One `use()` of middleware, with the paths it is mounted on. */
export interface MiddlewareSite {
  readonly use: ApiUse;
  /** Full paths as segments; a last segment `*` covers everything below. */
  readonly paths: readonly (readonly string[])[] | undefined;
  readonly functions: readonly ts.Expression[];
}

/** Reads the route registrations of a graph, in the order they run. */
export function routeSites(program: SourceProgram, graph: ApiGraph): RouteSite[] {
  return graph.uses
    .map((use) => routeSite(program, use))
    .filter((site): site is RouteSite => site !== undefined)
    .toSorted((a, b) => a.use.order - b.use.order);
}

/** Reads the middleware registrations of a graph, in the order they run. */
export function middlewareSites(program: SourceProgram, graph: ApiGraph): MiddlewareSite[] {
  return graph.uses
    .filter((use) => use.method === 'use')
    .map((use) => middlewareSite(program, use))
    .toSorted((a, b) => a.use.order - b.use.order);
}

function routeSite(program: SourceProgram, use: ApiUse): RouteSite | undefined {
  let args = [...use.args];
  let methods: string[] | undefined;
  const named = ROUTE_METHODS.get(use.method);
  if (use.framework === 'hono' && use.method === 'on')
    methods = methodList(program, use.file, args.shift());
  else if (use.framework === 'lambda-api' && use.method === 'METHOD')
    methods = methodList(program, use.file, args.shift());
  else if (named !== undefined) methods = [named];
  else return undefined;
  const first = args[0];
  let segments: string[] | undefined = ['*'];
  if (first && !isFunctionLike(program, use.file, first)) {
    const text = constantText(program, use.file, first);
    segments = text === undefined ? undefined : pathSegments(text);
    if (text !== undefined || args.length > 1) args = args.slice(1);
    else segments = ['*'];
  }
  return {
    use,
    methods: methods ?? [],
    segments,
    ids: idsOf(use, methods ?? ['?'], segments, first),
    functions: args,
    isPlaceholder: args.some((fn) => compatName(program, use.file, unwrap(fn)) === 'migrated'),
  };
}

function idsOf(
  use: ApiUse,
  methods: readonly string[],
  segments: readonly string[] | undefined,
  path: ts.Expression | undefined,
): string[] {
  const below = segments ?? [path ? path.getText() : '?'];
  return methods.flatMap((method) =>
    use.mounts.map((mount) => `${method} /${[...mount, ...below].join('/')}`),
  );
}

function methodList(
  program: SourceProgram,
  file: string,
  node: ts.Expression | undefined,
): string[] | undefined {
  if (!node) return undefined;
  const list = unwrap(node);
  if (ts.isArrayLiteralExpression(list)) {
    const names = list.elements.map((element) => constantText(program, file, element));
    return names.every((name) => name !== undefined)
      ? names.map((name) => name.toUpperCase())
      : undefined;
  }
  return constantText(program, file, list)
    ?.split(',')
    .map((name) => name.trim().toUpperCase());
}

function middlewareSite(program: SourceProgram, use: ApiUse): MiddlewareSite {
  const [first, ...rest] = use.args;
  if (!first || isFunctionLike(program, use.file, first)) return site(use, [['*']], use.args);
  const node = unwrap(first);
  const list = pathList(program, use.file, first);
  if (list) {
    const paths = list.elements.map((element) => constantText(program, use.file, element));
    const known = paths.every((path) => path !== undefined);
    return site(use, known ? paths.map((path) => pathSegments(path)) : undefined, rest);
  }
  const text = constantText(program, use.file, first);
  if (text !== undefined) return site(use, [pathSegments(text)], rest);
  return rest.length > 0 && ts.isBinaryExpression(node)
    ? site(use, undefined, rest)
    : site(use, [['*']], use.args);
}

/** An array of paths given to `use()`, written there or in a constant. */
export function pathList(
  program: SourceProgram,
  file: string,
  node: ts.Expression,
): ts.ArrayLiteralExpression | undefined {
  const value = evaluate(program, file, node);
  return value.kind === 'expression' && ts.isArrayLiteralExpression(value.node)
    ? value.node
    : undefined;
}

function site(
  use: ApiUse,
  paths: readonly (readonly string[])[] | undefined,
  functions: readonly ts.Expression[],
): MiddlewareSite {
  const full = paths?.flatMap((path) => use.mounts.map((mount) => [...mount, ...path]));
  return { use, paths: full, functions };
}

function isFunctionLike(program: SourceProgram, file: string, node: ts.Expression): boolean {
  const expression = unwrap(node);
  if (ts.isArrowFunction(expression) || ts.isFunctionExpression(expression)) return true;
  const value = evaluate(program, file, expression);
  if (value.kind === 'function') return true;
  return (
    value.kind === 'call' &&
    evaluate(program, value.file, value.node.expression).kind === 'function' &&
    !isPathBuilder(value.node)
  );
}

/** A call that builds a path is given text; a factory of middleware is called for its function. */
function isPathBuilder(call: ts.CallExpression): boolean {
  const text = call.expression.getText().toLowerCase();
  return /path|url|route|prefix/.test(text);
}

/** Whether middleware mounted on a pattern may run for a route: `*` covers what is below, parameters match parameters. */
export function covers(pattern: readonly string[], route: readonly string[]): boolean {
  const kind = (segment: string): string => (segment.startsWith(':') ? ':' : segment);
  for (let i = 0; i < pattern.length; i++) {
    const segment = pattern[i] ?? '';
    if (segment === '*') return true;
    const other = route[i];
    if (other === undefined || kind(other) !== kind(segment)) return false;
  }
  return pattern.length === route.length;
}
