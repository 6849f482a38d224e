import { ts } from '../../engine/syntax/typescript.js';

/** One call of a chain such as `res.status(404).json(body)`. */
export interface Link {
  readonly name: string;
  readonly call: ts.CallExpression;
}

/** All calls made in a row on one `res`. */
export interface Chain {
  readonly root: ts.Expression;
  readonly links: readonly Link[];
  /** The outermost call. */
  readonly node: ts.Expression;
}

/** Methods that send the answer and return nothing that can be chained on. */
export const ANSWERING: ReadonlySet<string> = new Set([
  'json',
  'jsonp',
  'send',
  'sendFile',
  'download',
  'html',
  'redirect',
  'error',
  'sendStatus',
]);

/** Answers whose functions take no status, so that it is set ahead of them. */
export const STATUS_AHEAD: ReadonlySet<string> = new Set(['jsonp', 'sendFile', 'download']);

/** Methods that change the response and return it. */
export const CHAINABLE: ReadonlySet<string> = new Set([
  'status',
  'header',
  'setHeader',
  'removeHeader',
  'cors',
  'cookie',
  'clearCookie',
  'type',
  'etag',
  'location',
  'cache',
  'modified',
  'attachment',
]);

/** Methods that only tell something about the response. */
export const READING: ReadonlySet<string> = new Set([
  'getHeader',
  'getHeaders',
  'hasHeader',
  'getLink',
]);

/** Reads the calls made on a reference to `res`; undefined when it is not called on. */
export function chainOf(root: ts.Expression): Chain | undefined {
  const links: Link[] = [];
  let node: ts.Expression = root;
  for (;;) {
    const access: ts.Node = node.parent;
    if (!ts.isPropertyAccessExpression(access) || access.expression !== node) break;
    const call: ts.Node = access.parent;
    if (!ts.isCallExpression(call) || call.expression !== access) break;
    links.push({ name: access.name.text, call });
    node = call;
  }
  return links.length > 0 ? { root, links, node } : undefined;
}

/** The link that answers, when the chain answers at all. */
export function answeringLink(chain: Chain): Link | undefined {
  const last = chain.links[chain.links.length - 1];
  return last && ANSWERING.has(last.name) ? last : undefined;
}
