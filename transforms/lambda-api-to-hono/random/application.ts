import fc from 'fast-check';
import { definitions, functionOf, role, type Definition, type FunctionText } from './functions.js';
import { code, one, reference, type Code } from './grammar.js';

/** One registration. */
export type Item =
  | { readonly kind: 'route'; readonly call: string; readonly functions: readonly Callee[] }
  | { readonly kind: 'use'; readonly paths: string; readonly functions: readonly Callee[] }
  | { readonly kind: 'finally'; readonly functions: readonly Callee[] }
  | {
      readonly kind: 'register';
      readonly prefix: string | undefined;
      readonly apart: boolean;
      readonly inline: boolean;
      readonly items: readonly Item[];
    };

/** What a registration is given: a function in place, or text that refers to one. */
export type Callee =
  { readonly fn: FunctionText; readonly arrow: boolean } | { readonly text: string };

/** A random application, still as a structure. */
export interface ApplicationText {
  readonly esm: boolean;
  readonly options: string;
  readonly items: readonly Item[];
  readonly definitions: readonly Definition[];
  readonly style: Style;
}

/** How the files are written. */
export interface Style {
  /** `import * as` or the whole of `require()`, else the names. */
  readonly whole: boolean;
  readonly run: 'await' | 'plain' | 'callback';
  readonly apiName: string;
  readonly comments: boolean;
}

const path = one(
  "'/a'",
  "'/a/:id'",
  "'/a/me'",
  "'/'",
  "'/b/:id/c'",
  "'/b/*'",
  "'/b/x/c'",
  "'/*'",
  "'a/:name'",
  "'/c/'",
  "'/:id'",
  "'/:id/d'",
  "'/a/:id/*'",
);

const call: Code = one(
  [6, code`${one([4, 'get'], [3, 'post'], 'put', 'patch', 'delete', 'options', 'head')}(${path}`],
  [1, code`any(${path}`],
  [1, code`METHOD(${one("'get,post'", "['GET', 'PUT']", "'POST'")}, ${path}`],
  [1, code`${one('get', 'post')}(`],
);

function named(kind: string): fc.Arbitrary<Callee> {
  return reference(kind).map((text) => ({ text }));
}

function inline(kind: string): fc.Arbitrary<Callee> {
  return fc.record({ fn: functionOf(kind), arrow: fc.boolean() });
}

const made: fc.Arbitrary<Callee> =
  code`@F${fc.nat(2).map(String)}@(${role.filter((t) => !t.includes('@'))})`.map((text) => ({
    text,
  }));

const handler = fc.oneof(
  { weight: 3, arbitrary: inline('H') },
  { weight: 2, arbitrary: named('H') },
);
const middleware = fc.oneof(
  { weight: 2, arbitrary: inline('M') },
  { weight: 2, arbitrary: named('M') },
  { weight: 1, arbitrary: made },
);
const rescuer = fc.oneof(inline('E'), named('E'));

const route: fc.Arbitrary<Item> = fc
  .tuple(
    call,
    fc.oneof(fc.constant([]), fc.constant([]), fc.array(middleware, { maxLength: 2 })),
    handler,
  )
  .map(([text, before, last]) => ({ kind: 'route', call: text, functions: [...before, last] }));

const paths = one([3, ''], "'/a', ", "'/a/*', ", "'/a/:id', ", "['/a', '/b/*'], ", "'/b/*', ");

const use: fc.Arbitrary<Item> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(paths, fc.array(middleware, { minLength: 1, maxLength: 2 }))
      .map(([text, functions]): Item => ({ kind: 'use', paths: text, functions })),
  },
  {
    weight: 1,
    arbitrary: rescuer.map((fn): Item => ({ kind: 'use', paths: '', functions: [fn] })),
  },
);

const last: fc.Arbitrary<Item> = fc
  .oneof(inline('Z'), named('Z'))
  .map((fn): Item => ({ kind: 'finally', functions: [fn] }));

function items(depth: number): fc.Arbitrary<readonly Item[]> {
  const nested: fc.Arbitrary<Item> = fc.record({
    kind: fc.constant('register' as const),
    prefix: fc.constantFrom("'/p'", undefined, "'/a'", "'q'", "'/:tenant'"),
    apart: fc.boolean(),
    inline: fc.boolean(),
    items: depth > 0 ? items(depth - 1) : fc.array(route, { minLength: 1, maxLength: 2 }),
  });
  const item = fc.oneof(
    { weight: 6, arbitrary: route },
    { weight: 3, arbitrary: use },
    ...(depth > 0 ? [{ weight: 2, arbitrary: nested }] : []),
    { weight: depth === 2 ? 1 : 0, arbitrary: last },
  );
  return fc.array(item, { minLength: 1, maxLength: depth === 2 ? 7 : 3 });
}

const options = one(
  [4, ''],
  "{ base: 'v1' }",
  "{ version: 'v2' }",
  "{ base: '/x/y', version: 'v3' }",
  "{ serializer: (value) => JSON.stringify({ wrapped: value }) ?? 'none' }",
  "{ headers: { 'x-a': ['default'], 'x-d': ['1', '2'] }, errorHeaderWhitelist: ['x-l'] }",
  "{ compression: ['gzip'], callback: 'cb', base: 'v1' }",
  "{ isBase64: true, headers: { 'content-type': ['text/plain'] } }",
);

/** A random application. */
export const application: fc.Arbitrary<ApplicationText> = fc.record({
  esm: fc.boolean(),
  options,
  items: items(2),
  definitions: definitions(),
  style: fc.record({
    whole: fc.boolean(),
    run: fc.constantFrom('await', 'plain', 'callback'),
    apiName: fc.constantFrom('api', 'app', 'router'),
    comments: fc.boolean(),
  }),
});
