import * as v from 'valibot';
import { Failure } from '../../../transforms/engine/failure.js';
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

/**
 * Reads the requests of a recording that browsers and proxies save (HTTP Archive).
 *
 * @param bases paths of the endpoints, which are cut off the recorded paths
 * @throws Failure `requests-unreadable`
 */
export function readHar(text: string, file: string, bases: readonly string[]): CompareRequest[] {
  return parseHar(text, file).log.entries.map(({ request }) => {
    const method = request.method.toUpperCase();
    const path = pathOf(request.url, bases);
    const body = request.postData?.text;
    return {
      name: `${method} ${path}`,
      method,
      path,
      headers: request.headers
        .filter(({ name }) => !OWN_HEADERS.test(name))
        .map(({ name, value }) => [name, value] as const),
      ...(body === undefined ? {} : { body }),
    };
  });
}

function pathOf(address: string, bases: readonly string[]): string {
  const { pathname, search } = new URL(address, 'http://localhost');
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
