/** Route that events belong to which no route of the application matches. */
export const NO_ROUTE = '(no route)';

/** A route id taken apart. */
export interface RouteId {
  readonly id: string;
  /** Upper case; `ANY` for any(). */
  readonly method: string;
  readonly segments: readonly string[];
}

/** Takes `GET /users/:id` apart. */
export function parseRouteId(id: string): RouteId {
  const [method = '', path = '/'] = id.split(/\s+/, 2);
  return { id, method: method.toUpperCase(), segments: segmentsOf(path) };
}

/**
 * The route that a request belongs to. As in lambda-api the path decides first (static
 * segments before parameters before wildcards, no way back), then the method: exact,
 * ANY, that of a wildcard above, and GET for HEAD.
 */
export function routeOf(routes: readonly RouteId[], method: string, path: string): string {
  const segments = segmentsOf(path);
  const matching = routes
    .filter((route) => matches(route.segments, segments))
    .toSorted((a, b) => comparePrecedence(a.segments, b.segments));
  const best = matching[0]?.segments ?? [];
  const same = matching.filter((route) => comparePrecedence(route.segments, best) === 0);
  const wildcards = matching.filter((route) => route.segments.includes('*'));
  const found =
    same.find((route) => route.method === method) ??
    same.find((route) => route.method === 'ANY') ??
    wildcards.find((route) => route.method === method) ??
    wildcards.find((route) => route.method === 'ANY') ??
    (method === 'HEAD' ? same.find((route) => route.method === 'GET') : undefined);
  return found?.id ?? NO_ROUTE;
}

function segmentsOf(path: string): string[] {
  const trimmed = path.replace(/^\/+|\/+$/g, '');
  return trimmed === '' ? [] : trimmed.split('/');
}

function matches(pattern: readonly string[], actual: readonly string[]): boolean {
  for (const [index, part] of pattern.entries()) {
    if (part === '*') return true;
    if (actual[index] === undefined) return false;
    if (!part.startsWith(':') && part !== actual[index]) return false;
  }
  return pattern.length === actual.length;
}

function comparePrecedence(a: readonly string[], b: readonly string[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(a[index]) - rank(b[index]);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rank(segment: string | undefined): number {
  if (segment === '*') return 3;
  if (segment === undefined) return 0;
  return segment.startsWith(':') ? 2 : 1;
}
