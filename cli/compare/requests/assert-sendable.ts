import { Failure } from '../../../transforms/engine/failure.js';
import { addressOf, type Endpoint } from '../endpoint.js';
import type { CompareRequest } from '../request.js';

/**
 * Refuses what cannot be sent as it is written, before anything is sent: a method or a header that
 * does not exist, a body on GET, a path that leads out of the API.
 *
 * @throws Failure `request-unsendable`
 */
export function assertSendable(
  requests: readonly CompareRequest[],
  endpoints: readonly Endpoint[],
): void {
  for (const request of requests)
    for (const endpoint of endpoints) {
      const why = reasonAgainst(request, endpoint);
      if (why !== undefined)
        throw new Failure(
          'request-unsendable',
          `The request ${request.name} cannot be sent: ${why}. Mend it or remove it from the file.`,
        );
    }
}

function reasonAgainst(
  { method, path, headers, body }: CompareRequest,
  endpoint: Endpoint,
): string | undefined {
  const url = new URL(addressOf(endpoint, path));
  if (url.hash !== '') return 'a fragment (#) is never sent to a server';
  if (!`${url.pathname}/`.startsWith(`${endpoint.base}/`))
    return `${path} leads out of URL_${endpoint.label} (${addressOf(endpoint, '')})`;
  if (body !== undefined && (method === 'GET' || method === 'HEAD'))
    return `a ${method} has no body`;
  for (const [name, value] of headers)
    if (!isHeader(name, value)) return `the header ${JSON.stringify(name)} is none`;
  try {
    return new Request(url, { method }).method === method ? undefined : `it is no ${method}`;
  } catch {
    return `${JSON.stringify(method)} is no method that can be sent`;
  }
}

function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name);
  } catch {
    // The message would have the value, which may be a secret.
    return false;
  }
}
