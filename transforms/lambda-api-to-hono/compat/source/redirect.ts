import type { Context } from 'hono';
import { fail, ResponseError } from './errors.js';
import { facts } from './router.js';
import { html } from './send.js';

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * `res.location(url)`: the Location header, percent-encoded where needed.
 *
 * @example
 * setLocation(c, '/users/7');
 */
export function setLocation(c: Context, url: string): void {
  c.header('location', encodeUrl(String(url)) || '');
}

/**
 * `res.redirect(status, url)`, with Hono's order of arguments: 302 by default, an HTML body
 * that names the target; an address of S3 is signed first, see `useS3()`. What is wrong with the
 * arguments is answered as `fail()` does: a `catch` around the call does not see it, as in
 * lambda-api.
 *
 * @example
 * return redirect(c, '/login', 303);
 */
export function redirect(c: Context, url: string, status = 302): Response | Promise<Response> {
  try {
    if (![300, 301, 302, 303, 307, 308].includes(status)) {
      throw new ResponseError(`${status} is an invalid redirect status code`, status);
    }
    if (!/^s3:\/\/.+\/.+/i.test(url)) return redirectTo(c, url, status);
    const store = facts.get(c)?.router.s3;
    if (!store) throw new Error(`Cannot redirect to ${url}: call useS3() first`);
    return store.sign(url).then((signed) => redirectTo(c, signed, status), fail);
  } catch (cause) {
    return fail(cause);
  }
}

function redirectTo(c: Context, url: string, status: number): Response {
  const target = url.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
  setLocation(c, url);
  return html(c, `<p>${status} Redirecting to <a href="${target}">${target}</a></p>`, status);
}

/** Encodes what a URL cannot hold and leaves existing escapes alone. */
function encodeUrl(url: string): string {
  return url
    .replace(/\p{Surrogate}/gu, '\uFFFD')
    .replace(/%(?![0-9a-f]{2})|[^\x21\x25-\x3b\x3d\x3f-\x5b\x5d\x5f\x61-\x7a\x7e]+/gi, encodeURI);
}
