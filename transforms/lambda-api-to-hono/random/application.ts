import fc from 'fast-check';
import { definitions, functionOf, role, type Definition, type FunctionText } from './functions.js';
import { code, one, reference, type Code } from './grammar.js';

/** One registration. */
export type Item =
  | { readonly kind: 'route'; readonly call: string; readonly functions: readonly Callee[] }
  | { readonly kind: 'use'; readonly paths: string; readonly functions: readonly Callee[] }
  | { readonly kind: 'finally'; readonly functions: readonly Callee[] }
  /** Registrations in a loop: over paths, or over a table of methods, paths and functions. */
  | { readonly kind: 'loop'; readonly form: LoopForm; readonly functions: readonly Callee[] }
  | {
      readonly kind: 'register';
      readonly prefix: string | undefined;
      /** The same module is registered a second time with this prefix. */
      readonly again: string | undefined;
      readonly apart: boolean;
      readonly inline: boolean;
      readonly items: readonly Item[];
    };

/** How a loop of registrations is written. */
export type LoopForm = 'forEach' | 'of' | 'paths' | 'object';

/** What a registration is given: a function in place, or text that refers to one. */
export type Callee =
  { readonly fn: FunctionText; readonly arrow: boolean } | { readonly text: string };

/** A random application, still as a structure. */
export interface ApplicationText {
  readonly esm: boolean;
  /** TypeScript; such an application is an ES module. */
  readonly typed: boolean;
  readonly options: string;
  readonly items: readonly Item[];
  readonly definitions: readonly Definition[];
  readonly style: Style;
}

/** How the files are written. */
export interface Style {
  /** `import * as` or the whole of `require()`, else the names. */
  readonly whole: boolean;
  /** How handlers that are methods are written. */
  readonly controller: 'class' | 'object';
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
  "'/a/*'",
  "'/a/b/*'",
  "'/b/:other/c'",
  "'/:x/:y'",
  "'/a/:id/:sub'",
  "'/a/me/*'",
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

/** A handler that a function wraps. */
const wrapped: fc.Arbitrary<Callee> = code`@W${fc.nat(2).map(String)}@(${reference('H')})`.map(
  (text) => ({ text }),
);

const handler = fc.oneof(
  { weight: 6, arbitrary: inline('H') },
  { weight: 4, arbitrary: named('H') },
  { weight: 1, arbitrary: named('O') },
  { weight: 1, arbitrary: wrapped },
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
    arbitrary: fc
      .array(rescuer, { minLength: 1, maxLength: 2 })
      .map((functions): Item => ({ kind: 'use', paths: '', functions })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(middleware, rescuer)
      .map(([fn, other]): Item => ({ kind: 'use', paths: '', functions: [fn, other] })),
  },
);

const last: fc.Arbitrary<Item> = fc
  .oneof(inline('Z'), named('Z'))
  .map((fn): Item => ({ kind: 'finally', functions: [fn] }));

const loop: fc.Arbitrary<Item> = fc.record({
  kind: fc.constant('loop' as const),
  form: fc.constantFrom('forEach' as const, 'of' as const, 'paths' as const, 'object' as const),
  functions: fc.array(named('H'), { minLength: 2, maxLength: 2 }),
});

function items(depth: number): fc.Arbitrary<readonly Item[]> {
  const nested: fc.Arbitrary<Item> = fc.record({
    kind: fc.constant('register' as const),
    prefix: fc.constantFrom("'/p'", undefined, "'/a'", "'q'", "'/:tenant'", "'/p/q/'"),
    again: fc.constantFrom(undefined, undefined, undefined, "'/again'"),
    apart: fc.boolean(),
    inline: fc.boolean(),
    items: depth > 0 ? items(depth - 1) : fc.array(route, { minLength: 1, maxLength: 2 }),
  });
  const item = fc.oneof(
    { weight: 6, arbitrary: route },
    { weight: 3, arbitrary: use },
    { weight: depth === 2 ? 1 : 0, arbitrary: loop },
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
  "{ mimeTypes: { own: 'text/own' }, errorHeaderWhitelist: ['X-A', 'content-type'] }",
  "{ version: 'v3', headers: { 'x-a': ['one'] }, compression: true }",
  "{ base: 'v1/', serializer: (body) => JSON.stringify(body, null, 1) }",
  "{ logger: { level: 'info', access: true, timestamp: () => 'now', timer: false, log: (line) => console.log(line) } }",
  "{ logger: { level: 'none', errorLogging: false, log: (line) => console.log(line) } }",
);

/** A random application. */
export const application: fc.Arbitrary<ApplicationText> = fc
  .record({
    esm: fc.boolean(),
    typed: fc.constantFrom(false, false, true),
    options,
    items: items(2),
    definitions: definitions(),
    style: fc.record({
      whole: fc.boolean(),
      controller: fc.constantFrom('class', 'object'),
      run: fc.constantFrom('await', 'plain', 'callback'),
      apiName: fc.constantFrom('api', 'app', 'router'),
      comments: fc.boolean(),
    }),
  })
  .map((app) => ({ ...app, esm: app.esm || app.typed }));
