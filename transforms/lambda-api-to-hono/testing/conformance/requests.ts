import type { Row } from '../../../../fixtures/conformance/row.js';
import { type ClientRequest, KINDS, lambdaEvent } from '../../compat/testing/lambda-events.js';

/** One event and what to call it. */
export interface SentEvent {
  readonly name: string;
  readonly event: unknown;
}

/** The events of a row: each request through each front end, whole events once. */
export function eventsOf({ requests = ['GET /x'], kinds = KINDS }: Row): readonly SentEvent[] {
  return requests.flatMap((request): SentEvent[] => {
    const name = typeof request === 'string' ? request : JSON.stringify(request);
    if (typeof request === 'object' && 'event' in request) return [{ name, event: request.event }];
    const parsed = typeof request === 'string' ? parseRequest(request) : (request as ClientRequest);
    return kinds.map((kind) => ({ name: `${kind} ${name}`, event: lambdaEvent(kind, parsed) }));
  });
}

/**
 * Reads `METHOD /target | Header: value | ... < body`; `<<` stands before a body in base64.
 *
 * @example
 * parseRequest('POST /x?a=1 | Content-Type: text/plain < hello');
 */
export function parseRequest(text: string): ClientRequest {
  const [, head = '', mark, body] = /^(.*?)(?: (<<?) (.*))?$/s.exec(text) ?? [];
  const [line = '', ...headerTexts] = head.split(' | ');
  const [method = 'GET', target = '/'] = line.split(' ');
  const [path = '/', query] = target.split('?');
  const all = headerTexts.map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon), header.slice(colon + 1).trim()];
  });
  const cookies = all
    .filter(([name]) => name === 'Cookie')
    .flatMap(([, value]) => value.split('; '));
  const pairs = query?.split('&').map((pair): [string, string] => {
    const [name = '', ...rest] = pair.split('=');
    return [decodeURIComponent(name), decodeURIComponent(rest.join('='))];
  });
  return {
    method,
    path,
    headers: all.filter(([name]) => name !== 'Cookie'),
    ...(pairs && { query: pairs }),
    ...(cookies.length > 0 && { cookies }),
    ...(mark !== undefined && { body, base64: mark === '<<' }),
  };
}
