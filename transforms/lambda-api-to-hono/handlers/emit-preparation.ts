import { ts } from '../../engine/syntax/typescript.js';
import type { Link } from './chain.js';
import { problem, type State, textOf, useCompat } from './state.js';
import { tellHeader } from './tell-differences.js';
import { isEmptyText, isText } from './text-values.js';

/** A chainable call as a statement of its own. */
export function preparation(state: State, link: Link): string | undefined {
  const args = link.call.arguments;
  const list = args.map((argument) => textOf(state, argument)).join(', ');
  const compat = (name: string): string => {
    const local = useCompat(state, name);
    return args.length > 0 ? `${local}(${state.context}, ${list})` : `${local}(${state.context})`;
  };
  switch (link.name) {
    case 'header':
    case 'setHeader':
      tellHeader(state, args);
      return isPlainHeader(state, args) ? `${state.context}.header(${list})` : compat('setHeader');
    case 'removeHeader':
      return isOtherHeader(args[0])
        ? `${state.context}.header(${list}, undefined)`
        : compat('removeResponseHeader');
    case 'cors':
      return compat('setCors');
    case 'cookie':
      return compat('addCookie');
    case 'clearCookie':
      return compat('clearCookie');
    case 'location':
      return compat('setLocation');
    case 'type':
      return compat('setType');
    case 'etag':
      if (!state.facts.serializes) return compat('setEtag');
      // lambda-api makes the tag from JSON, whatever the serializer makes of it.
      return void problem(state, 'response-method-unknown', link.call, {
        name: 'res.etag() of an API with a serializer',
      });
    case 'cache':
      return compat('setCache');
    case 'modified':
      return compat('setModified');
    case 'attachment':
      return compat('attachment');
    default:
      problem(state, 'response-method-unknown', link.call, { name: `res.${link.name}()` });
      return undefined;
  }
}

/** lambda-api turns a falsy value into an empty header and an array into several: only text is the same in Hono. */
function isPlainHeader(state: State, args: readonly ts.Expression[]): boolean {
  const value = args[1];
  return args.length === 2 && value !== undefined && isText(state, value) && !isEmptyText(value);
}

/** A header other than the content type, which is there without having been set. */
function isOtherHeader(name: ts.Expression | undefined): boolean {
  return name !== undefined && ts.isStringLiteralLike(name) && !/^content-type$/i.test(name.text);
}
