import type { EventKind } from '../types.js';
import type { HttpRequest } from './request.js';

type Pair = readonly [string, string];
type Build = (request: HttpRequest) => Record<string, unknown>;

const SOURCE_IP = '192.0.2.7';
const AGENT = 'llrt-migrate-verify/1.0';
const FORWARDED: readonly Pair[] = [
  ['X-Forwarded-For', SOURCE_IP],
  ['X-Forwarded-Port', '443'],
  ['X-Forwarded-Proto', 'https'],
];

/** Builders by event kind. */
const BUILDERS: Readonly<Record<Exclude<EventKind, 'none'>, Build>> = {
  rest: buildRest,
  'rest-single': (request) => {
    const {
      multiValueHeaders: _headers,
      multiValueQueryStringParameters: _query,
      ...event
    } = buildRest(request);
    return event;
  },
  'http-api': (request) => buildPayload2(request, 'api.example.com'),
  'function-url': (request) => buildPayload2(request, 'abc123.lambda-url.us-east-1.on.aws'),
  'alb-single': (request) => buildAlb(request, false),
  'alb-multi': (request) => buildAlb(request, true),
};

/**
 * The event that a front end sends to Lambda for a request.
 *
 * @example buildEvent('http-api', { method: 'GET', path: '/users/1' })
 */
export function buildEvent(
  kind: Exclude<EventKind, 'none'>,
  request: HttpRequest,
): Record<string, unknown> {
  return BUILDERS[kind](request);
}

/** REST API: names in the client's case, both the single and the multi-value maps, decoded query. */
function buildRest(request: HttpRequest): Record<string, unknown> {
  const { method, path, query = [], cookies = [], body, base64 = false } = request;
  const headers = [...baseHeaders('api.example.com', request), ...FORWARDED];
  if (cookies.length > 0) headers.push(['Cookie', cookies.join('; ')]);
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers: last(headers),
    multiValueHeaders: all(headers),
    queryStringParameters: query.length > 0 ? last(query) : null,
    multiValueQueryStringParameters: query.length > 0 ? all(query) : null,
    pathParameters: path === '/' ? null : { proxy: path.replace(/^\//, '') },
    stageVariables: null,
    requestContext: restContext(method, path),
    body: body ?? null,
    isBase64Encoded: base64,
  };
}

function restContext(method: string, path: string): Record<string, unknown> {
  return {
    accountId: '123456789012',
    apiId: 'rest1',
    domainName: 'api.example.com',
    domainPrefix: 'api',
    extendedRequestId: 'AAAAAAAAAAA=',
    httpMethod: method,
    identity: { sourceIp: SOURCE_IP, userAgent: AGENT },
    path: `/prod${path}`,
    protocol: 'HTTP/1.1',
    requestId: '00000000-0000-4000-8000-0000000000aa',
    requestTime: '01/Jan/2026:00:00:00 +0000',
    requestTimeEpoch: 1767225600000,
    resourceId: 'abcdef',
    resourcePath: '/{proxy+}',
    stage: 'prod',
  };
}

/** HTTP API and Function URL: lower-case names, repeats joined by commas, cookies apart. */
function buildPayload2(request: HttpRequest, host: string): Record<string, unknown> {
  const { method, path, query = [], cookies = [], body, base64 = false } = request;
  const isUrl = host.includes('lambda-url');
  const headers = [...baseHeaders(host, request), ...FORWARDED].map(lowerCase);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&'),
    ...(cookies.length > 0 ? { cookies: [...cookies] } : {}),
    headers: joined(headers),
    ...(query.length > 0 ? { queryStringParameters: joined(query) } : {}),
    requestContext: {
      accountId: isUrl ? 'anonymous' : '123456789012',
      apiId: isUrl ? 'abc123' : 'http1',
      domainName: host,
      domainPrefix: host.split('.')[0],
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: SOURCE_IP, userAgent: AGENT },
      requestId: '00000000-0000-4000-8000-0000000000bb',
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch: 1767225600000,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded: base64,
  };
}

/** ALB: lower-case names, query as it was sent, one of the single and multi-value maps. */
function buildAlb(request: HttpRequest, multiple: boolean): Record<string, unknown> {
  const { method, path, query = [], cookies = [], body, base64 = false } = request;
  const headers = [...baseHeaders('alb.example.com', request), ...FORWARDED].map(lowerCase);
  if (cookies.length > 0) headers.push(['cookie', cookies.join('; ')]);
  const sent = query.map(([name, value]): Pair => [encode(name), encode(value)]);
  const arn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/tg/0123456789abcdef';
  return {
    requestContext: { elb: { targetGroupArn: arn } },
    httpMethod: method,
    path,
    ...(multiple
      ? { multiValueQueryStringParameters: all(sent), multiValueHeaders: all(headers) }
      : { queryStringParameters: last(sent), headers: last(headers) }),
    body: body ?? '',
    isBase64Encoded: base64,
  };
}

function baseHeaders(host: string, { headers = [] }: HttpRequest): Pair[] {
  const given = new Set(headers.map(([name]) => name.toLowerCase()));
  const usual: Pair[] = [
    ['Accept', '*/*'],
    ['Host', host],
    ['User-Agent', AGENT],
  ];
  return [...usual.filter(([name]) => !given.has(name.toLowerCase())), ...headers];
}

const encode = encodeURIComponent;
const lowerCase = ([name, value]: Pair): Pair => [name.toLowerCase(), value];

function last(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(pairs);
}

function all(pairs: readonly Pair[]): Record<string, string[]> {
  const lists: Record<string, string[]> = {};
  for (const [name, value] of pairs) (lists[name] ??= []).push(value);
  return lists;
}

function joined(pairs: readonly Pair[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(all(pairs)).map(([name, values]) => [name, values.join(',')]),
  );
}
