import { condition, parenthesised, text, thrown, value } from './expressions.js';
import { code, one, reference, sequence, type Code } from './grammar.js';

const status = one('200', '201', '202', '204', '400', '404', '418', '500');

/** What is called on a response before the answer; each gives the response back. */
const preparation: Code = one(
  code`.status(${status})`,
  code`.header('X-A', ${one("'1'", text)})`,
  ".header('x-a', '2')",
  ".header('Content-Type', 'text/plain')",
  ".setHeader('X-C', 'c')",
  '.cors()',
  ".cors({ origin: 'https://a.example', credentials: true })",
  ".cookie('c', 'v')",
  code`.cookie('d', ${value}, { httpOnly: true, path: '/x' })`,
  ".clearCookie('c')",
  ".type('html')",
  ".type('text/css')",
  ".removeHeader('X-A')",
  ".removeHeader('content-type')",
  ".header('x-a', '3', true)",
  ".header('X-L', ['1', '2'])",
  '.etag(true)',
  '.cache(false)',
  ".modified('2020-01-01')",
  ".attachment('a.pdf')",
);

/** What ends an answer. */
const ending: Code = one(
  [4, code`.json(${value})`],
  [2, code`.send(${value})`],
  [1, '.json()'],
  [1, '.send()'],
  [1, code`.html(${text})`],
  [1, code`.sendStatus(${status})`],
  [1, code`.jsonp(${value})`],
  [1, code`.sendFile(Buffer.from(String(${text})), { cacheControl: false, lastModified: false })`],
  [1, one(".redirect('/to')", code`.redirect(${one('301', '302', '307')}, ${text})`)],
  [
    2,
    one(
      ".error('message')",
      code`.error(${one('400', '404', '500')}, ${text})`,
      ".error(403, 'detailed', { d: 1 })",
      ".error(new Error('an error'))",
      ".error(409, new Error('an error'))",
      ".error({ code: 'X' })",
    ),
  ],
);

/** Methods of the response that only prepare. */
export const prepare: Code = code`@s${sequence(preparation, 2, '')}${preparation};`;

/** One answer as an expression. */
export const answer: Code = code`@s${sequence(preparation, 2, '')}${ending}`;

const helped: Code = one(
  code`${reference('A')}(@s, ${value})`,
  code`${reference('D')}(${value}, @s)`,
  code`${reference('C')}(@s, ${status}, ${value})`,
  code`${reference('Q')}(@q, @s)`,
);

/** An answer after which the function is left. */
export const leave: Code = one(
  [4, code`return ${answer};`],
  [2, code`${answer};\nreturn;`],
  [2, code`return ${helped};`],
  [1, code`${helped};\nreturn;`],
  [1, code`return ${value};`],
  [1, code`throw ${thrown};`],
);

/** An answer at the very end of a function. */
export const last: Code = one(
  [3, code`${answer};`],
  [1, code`${helped};`],
  [5, leave],
  [1, chain()],
);

/** A promise whose callback answers, returned. */
function chain(): Code {
  const callback = one(
    code`(v) => @s.json(v)`,
    code`(v) => ${answer}`,
    code`(v) => { ${answer}; }`,
    code`(v) => { return ${answer}; }`,
    code`() => ${parenthesised}`,
    code`(v) => ${reference('A')}(@s, v)`,
    code`(v) => {\nif (${condition}) return ${answer};\n${answer};\n}`,
    code`() => { throw ${thrown}; }`,
  );
  const handler = one(
    '',
    code`.catch((e) => @s.error(500, String(e && e.message)))`,
    code`.catch(() => { ${answer}; })`,
    code`.finally(() => { console.log('finally'); })`,
  );
  return code`return Promise.resolve(${value}).then(${callback})${handler};`;
}
