import { responseDifferences, type Difference } from '../verify/compare/differences.js';
import type { ClientResponse } from '../verify/compare/client-view.js';
import type { Endpoint } from './endpoint.js';
import type { Answer } from './send.js';

/** Headers that differ from request to request, or that the network in between writes. */
export const IGNORED_HEADERS: readonly string[] = [
  'age',
  'alt-svc',
  'apigw-requestid',
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'keep-alive',
  'server',
  'server-timing',
  'transfer-encoding',
  'via',
  'x-amz-apigw-id',
  'x-amz-cf-*',
  'x-amzn-*',
  'x-cache',
];

/** Two answers with what they came from. */
export interface AnswerPair {
  readonly a: Answer;
  readonly b: Answer;
}

/**
 * How two answers differ.
 *
 * @param ignored names of headers, lower case; `*` stands for any characters at the end
 * @param endpoints their addresses count as equal in `location` and in paths of cookies
 */
export function compareAnswers(
  { a, b }: AnswerPair,
  ignored: readonly string[],
  [first, second]: readonly [Endpoint, Endpoint],
): readonly Difference[] {
  if (a.outcome === 'response' && b.outcome === 'response')
    return responseDifferences(
      withoutAddress(a, first, ignored, b),
      withoutAddress(b, second, ignored, a),
    );
  const told = (answer: Answer): string =>
    answer.outcome === 'response' ? `answered ${answer.status}` : `failed (${answer.why})`;
  return [{ field: 'outcome', before: told(a), after: told(b) }];
}

/** An answer as it would be wherever the API is deployed; what the other one has as well stays. */
function withoutAddress(
  answer: ClientResponse,
  { origin, base }: Endpoint,
  ignored: readonly string[],
  other: ClientResponse,
): ClientResponse {
  const kept = Object.entries(answer.headers).filter(([name]) => !isIgnored(name, ignored));
  const headers = Object.fromEntries(
    kept.map(([name, value]) =>
      name === 'location' && value !== other.headers[name]
        ? [name, neutral(value, origin, base)]
        : [name, value],
    ),
  );
  const cookies =
    base === ''
      ? answer.cookies
      : answer.cookies.map((cookie) =>
          other.cookies.includes(cookie)
            ? cookie
            : cookie.replace(/(; path=)([^;]*)/i, (_, name: string, path: string) =>
                path === base || path.startsWith(`${base}/`)
                  ? `${name}{base}${path.slice(base.length)}`
                  : name + path,
              ),
        );
  return { ...answer, headers, cookies };
}

function neutral(location: string, origin: string, base: string): string {
  const path = location.startsWith(`${origin}/`) ? location.slice(origin.length) : location;
  const isOwn = base !== '' && (path === base || /^[/?#]/.test(path.slice(base.length)));
  return isOwn && path.startsWith(base) ? `{base}${path.slice(base.length)}` : path;
}

function isIgnored(name: string, ignored: readonly string[]): boolean {
  return ignored.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern,
  );
}
