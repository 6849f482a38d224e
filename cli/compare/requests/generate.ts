import { casesFor, strayCases } from '../../verify/events/cases.js';
import type { HttpRequest } from '../../verify/events/request.js';
import { parseRouteId } from '../../verify/events/route-id.js';
import type { CompareRequest } from '../request.js';

/** The requests that `verify` makes for routes, as requests to an endpoint. */
export function generateRequests(routes: readonly string[]): CompareRequest[] {
  const known = routes.map(parseRouteId);
  const made = known.flatMap((route) =>
    casesFor(route, known).map(({ name, request }) => ({
      name: `${route.id}: ${name}`,
      request,
    })),
  );
  const stray = strayCases().map(({ name, request }) => ({ name: `no route: ${name}`, request }));
  return [...made, ...stray].map(({ name, request }) => ({ name, ...asRequest(request) }));
}

function asRequest(request: HttpRequest): Omit<CompareRequest, 'name'> {
  const { method, path, query = [], headers = [], cookies = [], body, base64 } = request;
  const search = query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&');
  const cookie = cookies.length > 0 ? [['cookie', cookies.join('; ')] as const] : [];
  // Browsers and API Gateway know no body on these, and neither does fetch.
  const mayHaveBody = method !== 'GET' && method !== 'HEAD';
  const bytes = body === undefined || !base64 ? body : new Uint8Array(Buffer.from(body, 'base64'));
  return {
    method,
    path: search === '' ? path : `${path}?${search}`,
    headers: [...headers, ...cookie],
    ...(bytes === undefined || !mayHaveBody ? {} : { body: bytes }),
  };
}
