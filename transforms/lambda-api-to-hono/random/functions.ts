import fc from 'fast-check';
import { answer, prepare } from './answers.js';
import { condition, parenthesised, text, value } from './expressions.js';
import { before, code, one, type Code } from './grammar.js';
import { answering, passing, rescuing, valuing } from './statements.js';

/** A function as source text: its parameters by role, and what it does. */
export interface FunctionText {
  readonly roles: readonly string[];
  readonly body: string;
  /** The body is one expression, already in parentheses where it needs them. */
  readonly concise: boolean;
  readonly async: boolean;
  /** Names that the parameters get. */
  readonly names: Readonly<Record<string, string>>;
  /** Whether the request may be taken apart in the parameter list. */
  readonly destructured: boolean;
}

/** A named function that several places may use. */
export interface Definition {
  readonly kind: string;
  readonly fn: FunctionText;
  /** `function name() {}`, else `const name = ...`. */
  readonly declared: boolean;
  /** In the module of shared functions, else beside each use. */
  readonly shared: boolean;
}

const roleNames = fc.record({
  req: fc.constantFrom('req', 'request', 'r', '_req'),
  res: fc.constantFrom('res', 'response', 'reply'),
  next: fc.constantFrom('next', 'done'),
  err: fc.constantFrom('err', 'error', 'e'),
});

const statusOf = one('201', '404');

/** References to functions that answer by way of others are made references to leaves. */
const leafOnly = (body: Code): Code =>
  body.map((item) =>
    item.replace(/@[QP](\d)@\(@q, @s\)/g, '@A$1@(@s, 1)').replace(/@G\d@\(@q, @s\)/g, '@q.query.a'),
  );

interface Shape {
  readonly roles: readonly string[];
  readonly async: fc.Arbitrary<boolean>;
  readonly body: (awaits: boolean) => Code;
  readonly concise?: Code;
}

const never = fc.constant(false);
const always = fc.constant(true);
const handlerRoles = ['req', 'res'];
const middlewareRoles = ['req', 'res', 'next'];

/** The kinds of functions, by the letter that references use. */
const SHAPES: Readonly<Record<string, Shape>> = {
  H: {
    roles: handlerRoles,
    async: fc.boolean(),
    body: (awaits) => answering(awaits),
    concise: one(answer, parenthesised),
  },
  M: { roles: middlewareRoles, async: fc.boolean(), body: passing },
  E: {
    roles: ['err', ...middlewareRoles],
    async: fc.constantFrom(false, false, true),
    body: () => rescuing,
  },
  Z: {
    roles: handlerRoles,
    async: never,
    body: () => one("console.log('~done', @q.path);", "console.log('~', String(@q.user));"),
  },
  R: { roles: ['req'], async: never, body: () => valuing },
  L: { roles: ['req'], async: always, body: () => valuing },
  S: {
    roles: ['res'],
    async: never,
    body: () => before(prepare, 1, one(prepare, answer.map(ended))),
  },
  A: {
    roles: ['res', 'data'],
    async: never,
    body: () =>
      one(
        'return @s.json(data);',
        '@s.status(201).json({ data });',
        'return @s.send(data);',
        "if (!data) return @s.error(404, 'nothing');\n@s.json(data);",
        code`${prepare}\nreturn @s.json(data);`,
      ),
    concise: one('@s.json(data)', "@s.header('X-D', 'd').json({ data })"),
  },
  D: {
    roles: ['data', 'res'],
    async: never,
    body: () =>
      one('return @s.json(data);', '@s.html(String(data));', code`${prepare}\n@s.send(data);`),
    concise: one('@s.status(202).json(data)'),
  },
  C: {
    roles: ['res', 'status', 'data'],
    async: never,
    body: () =>
      one(
        'return @s.status(status).json(data);',
        '@s.status(status).send(data);',
        '@s.status(status);\nreturn @s.json({ data });',
        "if (status >= 400) return @s.error(status, 'bad');\nreturn @s.status(status).json(data);",
      ),
    concise: one('@s.status(status).json({ status, data })'),
  },
  G: {
    roles: handlerRoles,
    async: never,
    body: () =>
      one(
        code`if (${condition}) {\n${answer};\nreturn false;\n}\nreturn true;`,
        code`if (!${condition}) return true;\n${answer};\nreturn false;`,
        code`if (${condition}) {\n@s.status(${statusOf}).json({ error: ${text} });\nreturn false;\n}\n@q.user = { id: 'g' };\nreturn true;`,
      ),
  },
  O: { roles: handlerRoles, async: fc.boolean(), body: (awaits) => answering(awaits, 1) },
  W: {
    roles: ['fn'],
    async: never,
    body: () =>
      one(
        'return (req, res) => fn(req, res);',
        "return async (req, res) => {\ntry {\nreturn await fn(req, res);\n} catch (error) {\nreturn res.error(500, 'wrapped');\n}\n};",
        code`return async (req, res) => {\nif (!req.query.a) return res.status(401).json({ error: 'no a' });\nreturn fn(req, res);\n};`,
        "return async function (req, res) {\nconst result = await fn(req, res);\nconsole.log('wrapped', typeof result);\nreturn result;\n};",
        code`return (req, res) => {\nreq.user = { id: 'w' };\nreturn fn(req, res);\n};`,
      ),
  },
  Q: { roles: handlerRoles, async: never, body: () => leafOnly(answering(false, 1)) },
  P: { roles: handlerRoles, async: always, body: () => leafOnly(answering(true, 1)) },
};

/** A function of a kind. */
export function functionOf(kind: string): fc.Arbitrary<FunctionText> {
  const shape = SHAPES[kind];
  if (!shape) throw new Error(`There is no kind of functions ${kind}.`);
  const { roles, concise } = shape;
  const full = shape.async.chain((async) =>
    fc.record({ body: shape.body(async), concise: fc.constant(false), async: fc.constant(async) }),
  );
  const short =
    concise &&
    fc.record({
      body: concise,
      concise: fc.constant(true),
      async: shape.async,
    });
  const head = short
    ? fc.oneof({ weight: 3, arbitrary: full }, { weight: 1, arbitrary: short })
    : full;
  return fc
    .tuple(head, roleNames, fc.integer({ min: 0, max: 5 }))
    .map(([own, names, chance]) => ({ ...own, roles, names, destructured: chance === 5 }));
}

/** Named functions, some of every kind. */
export function definitions(): fc.Arbitrary<readonly Definition[]> {
  const pools = Object.keys(SHAPES).map((kind) =>
    fc.array(
      fc.record({
        kind: fc.constant(kind),
        fn: functionOf(kind),
        declared: fc.boolean(),
        shared: fc.boolean(),
      }),
      { minLength: 1, maxLength: 'HMR'.includes(kind) ? 3 : 2 },
    ),
  );
  return fc.tuple(...pools).map((all) => all.flat());
}

/** A value that a factory's function closes over. */
export const role: Code = one("'admin'", "'b'", value);

function ended(expression: string): string {
  return `${expression};`;
}
