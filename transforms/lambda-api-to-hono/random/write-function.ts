import type { FunctionText } from './functions.js';
import { typeOf } from './write-types.js';

const DEFAULTS = { req: 'req', res: 'res', next: 'next', err: 'err' } as const;
const KNOWN = new Set([
  'query',
  'params',
  'headers',
  'body',
  'path',
  'method',
  'cookies',
  'auth',
  'user',
]);

/** How a function is written. */
export type FunctionStyle = 'arrow' | 'expression' | { readonly declaration: string };

/** Source text of a function. References to other functions are still in it. */
export function writeFunction(fn: FunctionText, style: FunctionStyle, typed: boolean): string {
  const { parameters, block, named } = parts(fn, typed);
  const async = fn.async ? 'async ' : '';
  if (typeof style === 'object')
    return `${async}function ${style.declaration}(${parameters}) ${block}`;
  if (style === 'expression') return `${async}function (${parameters}) ${block}`;
  return `${async}(${parameters}) => ${fn.concise ? named : block}`;
}

/** Source text of a method of an object or a class. */
export function writeMethod(fn: FunctionText, name: string, typed: boolean): string {
  const { parameters, block } = parts(fn, typed);
  return `${fn.async ? 'async ' : ''}${name}(${parameters}) ${block}`;
}

/** Source text of a function that makes the function, for one value that it closes over. */
export function writeFactory(fn: FunctionText, name: string, typed: boolean): string {
  return `function ${name}(role${typeOf('role', typed)}) {\nreturn ${writeFunction(fn, 'arrow', typed)};\n}`;
}

function parts(
  fn: FunctionText,
  typed: boolean,
): { parameters: string; block: string; named: string } {
  const taken = fn.destructured ? takenApart(fn.body) : undefined;
  const named = rename(taken ? taken.body : fn.body, fn, typed);
  const parameters = fn.roles
    .map(
      (role) => (role === 'req' && taken ? taken.pattern : nameFor(role, fn)) + typeOf(role, typed),
    )
    .join(', ');
  return { parameters, named, block: fn.concise ? `{\nreturn ${named};\n}` : `{\n${named}\n}` };
}

function rename(body: string, fn: FunctionText, typed: boolean): string {
  return body
    .replace(/@q\b/g, nameFor('req', fn))
    .replace(/@s\b/g, nameFor('res', fn))
    .replace(/\bnext\(\)/g, `${nameFor('next', fn)}()`)
    .replace(/\(req, res\) (=>|\{)/g, (_, end: string) =>
      typed ? `(req: Request, res: Response) ${end}` : `(req, res) ${end}`,
    )
    .replace(/\berr\b/g, nameFor('err', fn));
}

function nameFor(role: string, { names }: FunctionText): string {
  return names[role] ?? DEFAULTS[role as keyof typeof DEFAULTS] ?? role;
}

/** The body with `@q.query` as `query`, when every use of the request allows it. */
function takenApart(body: string): { body: string; pattern: string } | undefined {
  const uses = [...body.matchAll(/@q(?:\.(\w+)(\s*=(?!=))?)?/g)];
  const properties = new Set(uses.map((match) => match[1] ?? ''));
  const fits = uses.every((match) => KNOWN.has(match[1] ?? '') && match[2] === undefined);
  if (!fits || properties.size === 0) return undefined;
  return {
    body: body.replace(/@q\.(\w+)/g, '$1'),
    pattern: `{ ${[...properties].join(', ')} }`,
  };
}
