import type { Context } from 'hono';
import { base64Responses, completions } from './adapter.js';
import { toBase64 } from './base64.js';
import { headResponses } from './router.js';

/**
 * `res.etag(true)`: an ETag from the body, for GET and HEAD with status 200 and unless one was
 * set; 128 bits of its SHA-256 in hexadecimal, where `hono/etag` has SHA-1.
 *
 * @example
 * setEtag(c, true);
 */
export function setEtag(c: Context, enabled?: boolean): void {
  if (enabled === true) completions.set(c.req.raw, (response) => withEtag(c, response));
  else completions.delete(c.req.raw);
}

async function withEtag(c: Context, response: Response): Promise<Response> {
  const { method, raw } = c.req;
  const isAsked = method === 'GET' || method === 'HEAD';
  if (!isAsked || response.status !== 200 || response.headers.has('etag')) return response;
  const whole = headResponses.get(raw) ?? (c.finalized ? c.res : response);
  const bytes = new Uint8Array(await whole.clone().arrayBuffer());
  const sent = base64Responses.has(raw) ? new TextEncoder().encode(toBase64(bytes)) : bytes;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', sent));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const headers = new Headers(response.headers);
  headers.set('etag', `"${hex.slice(0, 32)}"`);
  // Not `response.body`: LLRT up to 0.8.1 has none.
  return new Response(await response.arrayBuffer(), { status: response.status, headers });
}
