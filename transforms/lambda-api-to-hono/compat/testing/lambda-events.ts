import type { LambdaEvent } from '../source/event.js';

/** REST with and without multi values, HTTP API 2.0, Function URL, load balancer single and multi. */
export const KINDS = ['v1', 'v1 single', 'v2', 'function url', 'alb', 'alb multi'] as const;
export type Kind = (typeof KINDS)[number];

type Pairs = readonly (readonly [name: string, value: string])[];

/** A request as a client sends it. */
export interface ClientRequest {
  readonly method?: string;
  readonly path?: string;
  /** Decoded. */
  readonly query?: Pairs;
  readonly headers?: Pairs;
  readonly cookies?: readonly string[];
  readonly body?: unknown;
  readonly base64?: boolean;
}

/** The event that reaches a Lambda function for a request through each kind of front end. */
export function lambdaEvent(kind: Kind, request: ClientRequest): LambdaEvent {
  if (kind === 'v1' || kind === 'v1 single') return restEvent(kind, request);
  if (kind === 'v2' || kind === 'function url') return payload2Event(kind, request);
  return balancerEvent(kind, request);
}

function headerPairs(request: ClientRequest): Pairs {
  const cookies = request.cookies ?? [];
  const pairs: Pairs = [['Host', 'api.example.com'], ...(request.headers ?? [])];
  return cookies.length > 0 ? [...pairs, ['Cookie', cookies.join('; ')]] : pairs;
}

function lastValues(pairs: Pairs): Record<string, string> {
  return Object.fromEntries(pairs);
}

function allValues(pairs: Pairs): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of pairs) (values[name] ??= []).push(value);
  return values;
}

function joinedValues(pairs: Pairs): Record<string, string> {
  const entries = Object.entries(allValues(pairs));
  return Object.fromEntries(entries.map(([name, values]) => [name, values.join(',')]));
}

function lowerCase(pairs: Pairs): Pairs {
  return pairs.map(([name, value]) => [name.toLowerCase(), value]);
}

function restEvent(kind: Kind, request: ClientRequest): LambdaEvent {
  const { method = 'GET', path = '/x', query = [] } = request;
  const headers = headerPairs(request);
  const event: LambdaEvent = {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers: lastValues(headers),
    queryStringParameters: query.length > 0 ? lastValues(query) : null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: { stage: 'prod', identity: { sourceIp: '192.0.2.7' } },
    body: request.body === undefined ? null : request.body,
    isBase64Encoded: request.base64 === true,
  };
  if (kind === 'v1 single') return event;
  const multiValueQueryStringParameters = query.length > 0 ? allValues(query) : null;
  return { ...event, multiValueHeaders: allValues(headers), multiValueQueryStringParameters };
}

function payload2Event(kind: Kind, request: ClientRequest): LambdaEvent {
  const { method = 'GET', path = '/x', query = [], cookies = [] } = request;
  const host = kind === 'v2' ? 'api.example.com' : 'abc.lambda-url.us-east-1.on.aws';
  const headers: Pairs = [['host', host], ...(request.headers ?? [])];
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&'),
    headers: joinedValues(lowerCase(headers)),
    requestContext: { domainName: host, http: { method, path, sourceIp: '192.0.2.7' } },
    isBase64Encoded: request.base64 === true,
    ...(cookies.length > 0 && { cookies: [...cookies] }),
    ...(query.length > 0 && { queryStringParameters: joinedValues(query) }),
    ...(request.body !== undefined && { body: request.body }),
  };
}

function balancerEvent(kind: Kind, request: ClientRequest): LambdaEvent {
  const { method = 'GET', path = '/x' } = request;
  // A load balancer hands the query over as it was sent.
  const query: Pairs = (request.query ?? []).map(([name, value]) => [
    encodeURIComponent(name),
    encodeURIComponent(value),
  ]);
  const headers = lowerCase([...headerPairs(request), ['X-Forwarded-For', '192.0.2.7']]);
  const event: LambdaEvent = {
    requestContext: { elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:::targetgroup/t' } },
    httpMethod: method,
    path,
    body: request.body ?? '',
    isBase64Encoded: request.base64 === true,
  };
  return kind === 'alb'
    ? { ...event, queryStringParameters: lastValues(query), headers: lastValues(headers) }
    : {
        ...event,
        multiValueQueryStringParameters: allValues(query),
        multiValueHeaders: allValues(headers),
      };
}
