import * as v from 'valibot';
import { Failure } from '../../../transforms/engine/failure.js';
import { count } from '../../text.js';
import type { Endpoint } from '../endpoint.js';
import type { CompareRequest } from '../request.js';

const Har = v.object({
  log: v.object({
    entries: v.array(
      v.object({
        request: v.object({
          method: v.string(),
          url: v.string(),
          headers: v.optional(v.array(v.object({ name: v.string(), value: v.string() })), []),
          postData: v.optional(v.object({ text: v.optional(v.string()) })),
        }),
      }),
    ),
  }),
});

/** Headers that the client of each request writes itself. */
const OWN_HEADERS = /^(?::|host$|connection$|content-length$|accept-encoding$|transfer-encoding$)/i;

/** What a recording is read for. */
export interface HarReading {
  readonly endpoints: readonly Endpoint[];
  /** Is told how many requests went elsewhere. */
  readonly talk: (text: string) => void;
}

/**
 * Reads the requests of a recording that browsers and proxies save (HTTP Archive). A page asks
 * other hosts as well: those requests are left out. A recording of one other host is taken as one
 * of the API at its public address.
 *
 * @throws Failure `requests-unreadable`
 */
export function readHar(
  text: string,
  file: string,
  { endpoints, talk }: HarReading,
): CompareRequest[] {
  const recorded = parseHar(text, file).log.entries.map(({ request }) => ({
    request,
    url: addressIn(request.url, file),
  }));
  const own = recorded.filter(({ url }) => endpoints.some((endpoint) => isBelow(url, endpoint)));
  const hosts = [...new Set(recorded.map(({ url }) => url.origin))];
  if (own.length === 0 && hosts.length > 1)
    throw new Failure(
      'requests-unreadable',
      `${file} has requests to ${hosts.length} hosts (${hosts.slice(0, 3).join(', ')}), and none to URL_A or URL_B, so it is not known which belong to the API. Record at one of these addresses, or remove the requests to other hosts.`,
    );
  const kept = own.length > 0 ? own : recorded;
  const others = recorded.length - kept.length;
  if (others > 0) talk(`Left out: ${count(others, 'request')} of ${file} to other addresses.`);
  const bases = endpoints.map(({ base }) => base);
  return kept.map(({ request, url }) => requestOf(request, pathOf(url, bases)));
}

type Recorded = v.InferOutput<typeof Har>['log']['entries'][number]['request'];

function requestOf({ method, headers, postData }: Recorded, path: string): CompareRequest {
  const upper = method.toUpperCase();
  const body = upper === 'GET' || upper === 'HEAD' ? undefined : postData?.text;
  return {
    name: `${upper} ${path}`,
    method: upper,
    path,
    headers: headers
      .filter(({ name }) => !OWN_HEADERS.test(name))
      .map(({ name, value }) => [name, value] as const),
    ...(body === undefined ? {} : { body }),
  };
}

function addressIn(address: string, file: string): URL {
  if (URL.canParse(address)) return new URL(address);
  throw new Failure('requests-unreadable', `${file}: "${address}" is no address of a request.`);
}

function isBelow(url: URL, { origin, base }: Endpoint): boolean {
  return url.origin === origin && `${url.pathname}/`.startsWith(`${base}/`);
}

function pathOf({ pathname, search }: URL, bases: readonly string[]): string {
  const base = bases.find((one) => one !== '' && `${pathname}/`.startsWith(`${one}/`)) ?? '';
  return `${pathname.slice(base.length) || '/'}${search}`;
}

function parseHar(text: string, file: string): v.InferOutput<typeof Har> {
  try {
    return v.parse(Har, JSON.parse(text));
  } catch (error) {
    throw new Failure(
      'requests-unreadable',
      `${file} is no HTTP Archive (${String(error)}). Save it in the network panel of a browser, or give the requests as JSON lines.`,
    );
  }
}
