import { buildEvent } from '../../../cli/verify/events/build.js';
import { parseRouteId } from '../../../cli/verify/events/route-id.js';
import type { HttpRequest } from '../../../cli/verify/events/request.js';

/** One event and what to call it. */
export interface SentEvent {
  readonly name: string;
  readonly event: Record<string, unknown>;
}

const KINDS = ['rest', 'http-api', 'alb-multi'] as const;
const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const FORM_TYPE = ['Content-Type', 'application/x-www-form-urlencoded'] as const;

/** Requests that meet the conditions of random handlers in many combinations. */
const VARIANTS: readonly Partial<HttpRequest>[] = [
  {},
  {
    query: [
      ['a', '1'],
      ['b', '3'],
    ],
    headers: [['X-Custom', 'a']],
    cookies: ['session=abc', 'n=12'],
  },
  {
    query: [
      ['a', '1'],
      ['a', '2'],
      ['id', '7'],
    ],
    headers: [['Authorization', 'Bearer abc.def']],
  },
  { headers: [JSON_TYPE, ['X-Custom', 'b, c']], body: '{"name":"Ada","tags":["x"],"n":null}' },
  { headers: [FORM_TYPE], body: 'name=Ada+L&count=2', query: [['b', '3']] },
  {
    headers: [['Authorization', 'Basic YWRhOnMzY3JldA==']],
    cookies: ['o=%7B%22a%22%3A1%7D'],
    query: [['a', 'ä']],
  },
];

/** Events for the routes of an application: each on every front end, with every variant. */
export function eventsFor(ids: readonly string[]): readonly SentEvent[] {
  const requests = [...new Set(ids)].flatMap((id, position) => requestsFor(id, position));
  return [...requests, { method: 'GET', path: '/none/such' }].flatMap((request, index) =>
    kindsFor(index).map((kind) => ({
      name: `${kind} ${request.method} ${request.path} ${brief(request)}`.trim(),
      event: buildEvent(kind, request),
    })),
  );
}

/** Two of the three front ends, in turn. */
function kindsFor(index: number): readonly (typeof KINDS)[number][] {
  return KINDS.filter((_, position) => position !== index % KINDS.length);
}

function requestsFor(id: string, position: number): HttpRequest[] {
  const { method: wanted, segments } = parseRouteId(id);
  const method = wanted === 'ANY' ? (position % 2 ? 'POST' : 'GET') : wanted;
  const pathWith = (value: string): string =>
    `/${segments.map((part) => (part === '*' ? 'deep/file.txt' : part.startsWith(':') ? value : part)).join('/')}`;
  const path = pathWith('42');
  const other = method === 'GET' ? 'POST' : 'GET';
  return [
    ...VARIANTS.map((variant) => ({ ...variant, method, path })),
    { method, path: pathWith('a%20b'), query: [['a', '1']] },
    { method, path: `${path.replace(/\/$/, '')}/` },
    { method: other, path, headers: [JSON_TYPE], body: '{"name":"x"}' },
    { method: 'HEAD', path },
    { method: 'OPTIONS', path },
  ];
}

function brief({ query, headers, cookies, body }: HttpRequest): string {
  const parts = [
    query?.map((pair) => pair.join('=')).join('&'),
    headers?.map((pair) => pair.join(': ')).join('; '),
    cookies?.join('; '),
    body,
  ];
  return parts.filter((part) => part !== undefined && part !== '').join(' | ');
}
