import { inheritAll, inheritClosest } from './inheritance.js';
import { RULES } from './rules.js';

/** What runs for one method of one path, in order, and which segments are parameters. */
export interface RouteEntry<T> {
  readonly stack: readonly T[];
  /** The part of the stack that was registered for this method and path itself. */
  readonly own: readonly T[];
  /** Parameter names by position of the segment. */
  readonly params: ReadonlyMap<number, readonly string[]>;
}

/** One segment of the route tree; `*` and `:` stand for a wildcard and a parameter. */
export interface RouteNode<T> {
  readonly children: Map<string, RouteNode<T>>;
  readonly methods: Map<string, RouteEntry<T>>;
  middleware?: RouteEntry<T>;
}

/** What finding a route needs of a tree. */
export interface RouteLookup<E> {
  readonly children: { get(name: string): RouteLookup<E> | undefined };
  readonly methods: Pick<ReadonlyMap<string, E>, 'get' | 'has' | 'size'>;
}

/** A registration as lambda-api sees it. */
export interface RouteDefinition {
  /** `USE` for middleware, else the methods joined with commas. */
  readonly method: string;
  /** Full path, prefix included. */
  readonly segments: readonly string[];
  /** Whether the path is `/` of its prefix: such a route also inherits the middleware of the prefix. */
  readonly prefixRoot: boolean;
}

/** Method name of middleware; Hono passes `use()` under this name. */
export const USE = 'ALL';

export const WILDCARD = '*';
const PARAMETER = '__VAR__';

export function createNode<T>(): RouteNode<T> {
  return { children: new Map(), methods: new Map() };
}

/** Splits a path of a definition: spaces around it and doubled slashes do not count. */
export function splitDefinition(path: string): string[] {
  return path
    .trim()
    .split('/')
    .filter((segment) => segment.trim() !== '');
}

/** Splits the path of a request: the query and slashes at the end do not count, nothing is decoded. */
export function splitRequestPath(path: string | undefined): string[] {
  if (!path) return [];
  const pathname = path.trim().split('?')[0] ?? '';
  return pathname.replace(/^\/(.*?)(\/)*$/, '$1').split('/');
}

export function childOf<T>(node: RouteNode<T>, name: string): RouteNode<T> {
  const existing = node.children.get(name);
  if (existing) return existing;
  const child = createNode<T>();
  node.children.set(name, child);
  return child;
}

/** Adds functions to a route. What it inherits from others is fixed here, when it is registered. */
export function addRoute<T>(
  root: RouteNode<T>,
  definition: RouteDefinition,
  added: readonly T[],
): void {
  const { method } = definition;
  const segments = definition.segments.length > 0 ? definition.segments : [''];
  const params = new Map<number, readonly string[]>();
  const levels: RouteNode<T>[] = [];
  let node = root;
  for (const [position, segment] of segments.entries()) {
    if (segment === WILDCARD && position < segments.length - 1) {
      throw new Error('Wildcards can only be at the end of a route definition');
    }
    if (segment.startsWith(':')) params.set(position, [segment.slice(1)]);
    levels.push(node);
    node = childOf(node, segment.startsWith(':') ? PARAMETER : segment);
  }
  const wildcards = levels.flatMap((level): RouteNode<T>[] => {
    const wildcard = level.children.get(WILDCARD);
    return wildcard ? [wildcard] : [];
  });
  const place = { node, wildcards, atWildcard: segments[segments.length - 1] === WILDCARD };
  const inherited = RULES.inheritsClosest
    ? inheritClosest(place, definition)
    : inheritAll(place, method);
  const entry = { own: added, stack: [...inherited, ...added], params };
  if (method === USE) node.middleware = mergeEntries(node.middleware, entry);
  else {
    for (const one of method.split(',')) {
      node.methods.set(one, mergeEntries(node.methods.get(one), entry));
    }
  }
}

/** A second registration of the same method and path runs after the first one. */
export function mergeEntries<T>(
  existing: RouteEntry<T> | undefined,
  entry: RouteEntry<T>,
): RouteEntry<T> {
  if (!existing) return entry;
  const params = new Map(existing.params);
  for (const [position, names] of entry.params) {
    const known = params.get(position) ?? [];
    const merged = known.every((name) => names.includes(name)) && known.length > 0;
    params.set(position, merged ? known : [...known, ...names]);
  }
  const own = [...existing.own, ...entry.own];
  const inherited = entry.stack.slice(0, entry.stack.length - entry.own.length);
  const stack = RULES.inheritsClosest ? [...existing.stack, ...entry.own] : [...inherited, ...own];
  return { own, stack, params };
}

export function last<T>(items: readonly T[]): T | undefined {
  return items[items.length - 1];
}

/**
 * Finds what answers a request: exact segment, else parameter, else the deepest wildcard seen
 * so far, without going back; then the method.
 */
export function findRoute<E>(
  root: RouteLookup<E>,
  method: string,
  path: readonly string[],
): E | 'unknown path' | 'unknown method' {
  const wildcards: RouteLookup<E>[] = [];
  let node = root;
  for (const segment of path) {
    const wildcard = node.children.get(WILDCARD);
    if (wildcard) wildcards.push(wildcard);
    const next = node.children.get(segment) ?? node.children.get(PARAMETER);
    if (next) node = next;
    else {
      const fallback = last(wildcards);
      if (!fallback || !wildcardAnswers(wildcards, method)) return 'unknown path';
      node = fallback;
    }
  }
  const wildcard = last(wildcards);
  return (
    node.methods.get(method) ??
    node.methods.get('ANY') ??
    wildcard?.methods.get(method) ??
    wildcard?.methods.get('ANY') ??
    (method === 'HEAD' ? node.methods.get('GET') : undefined) ??
    'unknown method'
  );
}

/**
 * Whether the deepest wildcard makes an unknown path known. `options('/*')` alone does not:
 * a preflight is answered only where the path exists or a wildcard has another method too.
 */
export function wildcardAnswers<E>(wildcards: readonly RouteLookup<E>[], method: string): boolean {
  const methods = last(wildcards)?.methods;
  if (!methods || methods.size === 0) return false;
  const onlyOptions = methods.size === 1 && methods.has('OPTIONS');
  if (method !== 'OPTIONS' && !onlyOptions) return true;
  return hasSeveralMethods(wildcards);
}

export function hasSeveralMethods<E>(wildcards: readonly RouteLookup<E>[]): boolean {
  const deepest = last(wildcards)?.methods;
  if (!deepest) return false;
  // lambda-api fails at a wildcard that has middleware and no route, and answers 500.
  if (deepest.size === 0) throw new TypeError('Cannot convert undefined or null to object');
  return deepest.size > 1 || hasSeveralMethods(wildcards.slice(0, -1));
}

/** The entry of a definition itself. */
export function entryOf<T>(
  root: RouteNode<T>,
  method: string,
  segments: readonly string[],
): RouteEntry<T> | undefined {
  let node: RouteNode<T> | undefined = root;
  for (const segment of segments.length > 0 ? segments : ['']) {
    node = node?.children.get(segment.startsWith(':') ? PARAMETER : segment);
  }
  return node?.methods.get(method);
}

/** Values of the parameters, undecoded. */
export function paramsOf<T>(entry: RouteEntry<T>, path: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [position, names] of entry.params) {
    const value = path[position];
    if (value !== undefined) for (const name of names) values[name] = value;
  }
  return values;
}
