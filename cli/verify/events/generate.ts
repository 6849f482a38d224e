import type { EventKind, ReplayEvent } from '../types.js';
import { buildEvent } from './build.js';
import { casesFor, pathWith, strayCases, type RouteCase } from './cases.js';
import type { CodeWords } from './code-words.js';
import { NO_ROUTE, parseRouteId, type RouteId } from './route-id.js';
import { wordCases } from './word-cases.js';

/** Names of the kinds in event names. */
const LABELS: Readonly<Record<Exclude<EventKind, 'none'>, string>> = {
  rest: 'v1',
  'rest-single': 'v1 single',
  'http-api': 'v2',
  'function-url': 'url',
  'alb-multi': 'alb',
  'alb-single': 'alb single',
};

/** Every kind that AWS sends. */
const KINDS = ['rest', 'http-api', 'function-url', 'alb-multi', 'alb-single'] as const;

/**
 * Events that exercise routes from every side, on every front end: matching and missing
 * parameters, wrong methods, bodies of every kind, queries, cookies and so on. The same
 * routes always give the same events, in the same order.
 *
 * @param routes routes to exercise, ids as `GET /users/:id`
 * @param known all routes of the application, when `routes` is a selection
 * @param words what the sources ask requests for; sent as an HTTP API sends it
 */
export function generateEvents(
  routes: readonly { readonly id: string }[],
  known: readonly { readonly id: string }[] = routes,
  words?: CodeWords,
): ReplayEvent[] {
  const all = known.map(({ id }) => parseRouteId(id));
  const forRoutes = routes.flatMap(({ id }) => {
    const route = parseRouteId(id);
    const asked = words ? on(['http-api'], id, casesOfWords(route, words)) : [];
    return [...on(KINDS, id, casesFor(route, all)), ...asked];
  });
  const stray = { name: 'an event that is no HTTP request', route: NO_ROUTE, event: {} };
  return [...forRoutes, ...on(KINDS, NO_ROUTE, strayCases()), stray];
}

function casesOfWords(route: RouteId, words: CodeWords): readonly RouteCase[] {
  const method = route.method === 'ANY' ? 'POST' : route.method;
  return wordCases(method, (value) => pathWith(route, encodeURIComponent(value)), words);
}

function on(
  kinds: readonly (typeof KINDS)[number][],
  route: string,
  cases: readonly RouteCase[],
): ReplayEvent[] {
  return kinds.flatMap((kind) =>
    cases.map(({ name, request }) => ({
      name: `${LABELS[kind]} ${route}: ${name}`,
      route,
      event: buildEvent(kind, request),
    })),
  );
}
