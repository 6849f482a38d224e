import { Failure } from '../../transforms/engine/failure.js';

/** A deployed API. */
export interface Endpoint {
  /** `A` or `B`, as the command line has them. */
  readonly label: 'A' | 'B';
  readonly origin: string;
  /** Path in front of all requests, without a slash at its end, for example `/v2`. */
  readonly base: string;
}

/**
 * Reads the address of an endpoint.
 *
 * @throws Failure `endpoint-invalid` for what is no http(s) address, has a query or credentials
 * @example readEndpoint('A', 'https://api.example.com/v1').base // '/v1'
 */
export function readEndpoint(label: 'A' | 'B', text: string): Endpoint {
  const url = URL.parse ? URL.parse(text) : tryUrl(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw invalid(label, 'it is no address that begins with https:// or http://');
  if (url.username !== '' || url.password !== '')
    throw invalid(label, 'it has credentials in it; give them with --header and the environment');
  if (url.search !== '' || url.hash !== '')
    throw invalid(label, 'it has a query or a fragment, which belong to the requests');
  return { label, origin: url.origin, base: url.pathname.replace(/\/+$/, '') };
}

function tryUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

/** The address of a request at an endpoint. */
export function addressOf({ origin, base }: Endpoint, path: string): string {
  return `${origin}${base}${path}`;
}

function invalid(label: string, why: string): Failure {
  return new Failure(
    'endpoint-invalid',
    `URL_${label} cannot be used: ${why}. Give the address of the API up to where the paths of its routes begin, for example https://abc.execute-api.eu-west-1.amazonaws.com/v1.`,
  );
}
