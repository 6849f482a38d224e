import { canonicalCookie, canonicalValue } from '../verify/compare/headers.js';
import type { ClientResponse } from '../verify/compare/client-view.js';
import type { ExtraHeader } from './credentials.js';
import { addressOf, type Endpoint } from './endpoint.js';
import type { CompareRequest } from './request.js';

/** What came back, or why nothing did. */
export type Answer = ClientResponse | { readonly outcome: 'failed'; readonly why: string };

/** How requests are sent. */
export interface SendOptions {
  readonly headers: readonly ExtraHeader[];
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** The longest body that is compared. */
const MAX_BYTES = 20_000_000;

/** Sends one request to one endpoint. Redirects are not followed: they are answers. */
export async function send(
  endpoint: Endpoint,
  request: CompareRequest,
  { headers, timeoutMs, signal }: SendOptions,
): Promise<Answer> {
  const { method, path, body } = request;
  const own = headers.filter(({ only }) => only === undefined || only === endpoint.label);
  // Node.js 20 may collect the parts of `AbortSignal.any()` as garbage before they fire.
  const ended = new AbortController();
  const end = (): void => ended.abort(signal.reason);
  const timer = setTimeout(() => ended.abort(new TimeoutError(timeoutMs)), timeoutMs);
  signal.addEventListener('abort', end);
  try {
    const sent = new Headers();
    for (const [name, value] of request.headers) sent.append(name, value);
    for (const { name, value } of own) sent.set(name, value);
    const response = await fetch(addressOf(endpoint, path), {
      method,
      headers: sent,
      redirect: 'manual',
      signal: ended.signal,
      ...(body === undefined ? {} : { body }),
    });
    return await read(response);
  } catch (error) {
    signal.throwIfAborted();
    return { outcome: 'failed', why: reasonOf(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}

class TimeoutError extends Error {
  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
  }
}

async function read(response: Response): Promise<Answer> {
  const bytes = await bytesOf(response);
  if (bytes === undefined)
    return { outcome: 'failed', why: `the body has more than ${MAX_BYTES / 1e6} MB` };
  const names = [...new Set(response.headers.keys())].filter((name) => name !== 'set-cookie');
  return {
    outcome: 'response',
    status: response.status,
    headers: Object.fromEntries(
      names.map((name) => [name, canonicalValue(name, [response.headers.get(name) ?? ''])]),
    ),
    cookies: response.headers.getSetCookie().map(canonicalCookie),
    body: textOf(bytes),
    encoded: false,
  };
}

/** Reads no further than what is compared; undefined when there is more. */
async function bytesOf({ body }: Response): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body ?? []) {
    length += chunk.length;
    if (length > MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not UTF-8: the bytes are compared.
    return `base64:${Buffer.from(bytes).toString('base64')}`;
  }
}

/** fetch says "fetch failed" and keeps the reason in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return [code, cause instanceof Error && cause.message ? cause.message : error.message]
    .filter((part) => part !== '')
    .join(': ');
}
