import type { EventKind } from '../types.js';

/** Which front end sends an event of this shape. */
export function kindOf(event: unknown): EventKind {
  const context = field(event, 'requestContext');
  const multiple = isRecord(field(event, 'multiValueHeaders'));
  if (field(context, 'elb') !== undefined) return multiple ? 'alb-multi' : 'alb-single';
  const http = field(context, 'http');
  if (field(event, 'version') === '2.0' || (field(event, 'rawPath') !== undefined && http)) {
    const domain = field(context, 'domainName');
    return /lambda-url/.test(String(domain ?? '')) ? 'function-url' : 'http-api';
  }
  if (field(event, 'httpMethod') !== undefined || field(event, 'resource') !== undefined) {
    return multiple ? 'rest' : 'rest-single';
  }
  return 'none';
}

/** HTTP method of an event in upper case; `''` when it has none. */
export function methodOf(event: unknown): string {
  const http = field(field(event, 'requestContext'), 'http');
  const method = field(event, 'httpMethod') ?? field(http, 'method');
  return typeof method === 'string' ? method.toUpperCase() : '';
}

/** Raw path of an event without its query; undefined when it has none. */
export function pathOf(event: unknown): string | undefined {
  const http = field(field(event, 'requestContext'), 'http');
  const path = field(event, 'rawPath') ?? field(event, 'path') ?? field(http, 'path');
  return typeof path === 'string' ? path.split('?')[0] : undefined;
}

/** A property of something that may not be an object. */
export function field(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/** Whether a value is an object with named properties. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
