import { code, one, reference, type Code } from './grammar.js';

/** What lambda-api documents about a request: values. */
const scalar = one(
  '@q.query.a',
  '@q.path',
  '@q.method',
  "@q.query['b']",
  '@q.query?.id',
  '@q.params.id',
  "@q.params['id']",
  '@q.headers.host',
  "@q.headers['x-custom']",
  "@q.headers['X-Custom']",
  "@q.headers['content-type']",
  '@q.headers.authorization',
  '@q.cookies.session',
  "@q.cookies['n']",
  '@q.auth.type',
  '@q.auth.value',
  '@q.ip',
  '@q.rawBody',
  '@q.body?.name',
  '(@q.body && @q.body.name)',
  '@q.body.tags',
  '@q.version',
  '@q.route',
  '@q.interface',
  '@q.isBase64Encoded',
  '@q.multiValueQuery.a',
  '@q.userAgent',
  '@q.clientType',
  '@q.clientCountry',
  '@q.requestContext.stage',
  '@q.id',
  '@q.context.functionName',
  '@q.coldStart',
  '@q.namespace',
);

/** What lambda-api documents about a request: objects. */
const group = one(
  '@q.query',
  '@q.params',
  '@q.rawHeaders',
  '@q.cookies',
  '@q.auth',
  '@q.body',
  '@q.multiValueQuery',
  '@q.multiValueHeaders',
  '@q.pathParameters',
  '@q.stageVariables',
  '@q.requestContext',
);

const reading = one([3, scalar], [1, group]);

/** What middleware adds. */
const own = one('@q.user', '@q.user?.id', '@q.user.id', '@q.locals?.x', '@q.trace', '@q.count');

const literal = one(
  "'text'",
  "''",
  '0',
  '1',
  '2.5',
  'true',
  'false',
  'null',
  'undefined',
  "'ä€'",
  '`line`',
  '\'{"json":true}\'',
  "'<b>bold</b>'",
  '[]',
  '{}',
);

const simple = one([2, reading], [1, own], [1, literal]);

/** A text made of what a request holds. */
export const text: Code = one(
  "'plain'",
  code`String(${scalar})`,
  code`\`v=\${${scalar}}\``,
  code`'p' + ${scalar}`,
  code`JSON.stringify(${simple})`,
  code`[${scalar}, 'z'].join('-')`,
);

/** Any value that can be sent. */
export const value: Code = one(
  [2, simple],
  [1, text],
  [2, code`{ v: ${simple} }`],
  [1, code`{ id: ${simple}, other: ${simple} }`],
  [1, code`{ ...${one('@q.query', '@q.params', '@q.body', '@q.user')}, x: ${simple} }`],
  [1, code`[${simple}, ${simple}]`],
  [1, code`${simple} ?? ${simple}`],
  [1, code`${simple} || ${simple}`],
  [1, code`(${reading} ? ${simple} : ${simple})`],
  [1, code`[1, 2].map((n) => n + String(${scalar}))`],
  [1, code`(() => ${simple.map((item) => (item === '{}' ? '({})' : item))})()`],
  [1, code`${reference('R')}(@q)`],
  [1, code`Object.keys(${one('@q.query', '@q.params', '@q.cookies', '@q.headers')}).length`],
);

/** Conditions that some of the events meet and others do not. */
export const condition: Code = one(
  '@q.query.a',
  '!@q.query.a',
  "@q.headers['x-custom']",
  "@q.method === 'POST'",
  "@q.method !== 'GET'",
  '@q.body && @q.body.name',
  "typeof @q.body === 'object'",
  '@q.cookies.session',
  "@q.params.id === '42'",
  "@q.auth.type === 'Bearer'",
  '!@q.user',
  '@q.user && @q.user.id',
  "@q.path.endsWith('/')",
  "@q.query.b === '3' || @q.query.a === '1'",
  code`${reference('R')}(@q)`,
  code`${reference('R')}(@q) === ${simple.map((item) => (item === '{}' ? 'null' : item))}`,
);

/** A value in the place of a statement's or arrow function's start, where `{` would be a block. */
export const parenthesised: Code = value.map((item) => (item.startsWith('{') ? `(${item})` : item));

/** What is thrown. */
export const thrown: Code = one(
  "new Error('failed')",
  code`new Error(${text})`,
  "new TypeError('typed')",
  "'a string'",
  "{ code: 'E1', message: 'an object' }",
  "Object.assign(new Error('coded'), { statusCode: 404, code: 'NOPE' })",
);
