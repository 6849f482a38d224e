import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../transforms/testing/folders.js';
import { checkFolder } from './testing/check-folder.js';

const IMPORTS = `import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { basicAuth } from 'hono/basic-auth';
import { bearerAuth } from 'hono/bearer-auth';
import { HTTPException } from 'hono/http-exception';
import { validator } from 'hono/validator';
`;
const ANSWERS = 'app.onError((error, c) => c.json({ error: error.message }, 500));';
const COPIES = `app.onError((error, c) =>
  error instanceof HTTPException ? error.getResponse() : c.text('no', 500));`;

/** `severity name` of each finding about the body of responses. */
async function found(lines: string, llrt = '0.8.1'): Promise<readonly string[]> {
  const root = makeFolder({
    'package.json': '{ "name": "app", "type": "module", "dependencies": { "hono": "^4.13.0" } }',
    'src/index.ts': `${IMPORTS}const app = new Hono();\n${lines}
app.get('/a', (c) => c.text('a'));
export const handler = handle(app);\n`,
  });
  const { report } = await checkFolder(root, ['--llrt', llrt]);
  return report.findings
    .filter(({ code }) => code === 'llrt-response-body')
    .map(({ severity, message }) => `${severity} ${message.split(' makes a new')[0]}`);
}

const thrown = (what: string): string => `app.get('/t', () => {\n  throw ${what};\n});`;
const PLAIN = thrown("new HTTPException(401, { message: 'no' })");
const WITH_ANSWER = thrown("new HTTPException(401, { res: new Response('no') })");
const OWN_CLASS = `class Denied extends HTTPException {}\nclass Gone extends Denied {}\n${thrown('new Gone(403)')}`;
const MIDDLEWARE = "app.use('/x/*', bearerAuth({ token: process.env.TOKEN ?? '' }));";
const JSON_BODY = "app.post('/j', validator('json', (value) => value), (c) => c.text('a'));";

const EXCEPTION = 'warning The answer to an HTTPException';

describe('exceptions of Hono lose their body where Hono copies the answer', () => {
  it.each([
    ['thrown without onError', PLAIN, [EXCEPTION]],
    ['of a class of its own', OWN_CLASS, [EXCEPTION]],
    ['with an answer that onError copies', COPIES + WITH_ANSWER, [EXCEPTION]],
    ['of a middleware', MIDDLEWARE, ['info The refusal by bearerAuth']],
    ['of a middleware, copied by onError', COPIES + MIDDLEWARE, ['info The refusal by bearerAuth']],
    ['of a body that does not parse', JSON_BODY, ['info The refusal by validator']],
  ])('%s', async (_name, lines, expected) => {
    expect(await found(lines)).toEqual(expected);
    expect(await found(lines, 'main')).toEqual([]);
  });

  it.each([
    ['onError answers', ANSWERS + PLAIN + OWN_CLASS + WITH_ANSWER + MIDDLEWARE + JSON_BODY],
    ['a message is no body of a response', COPIES + PLAIN],
    [
      'a class of the same name',
      `class HTTPException2 extends Error {}\n${thrown('new HTTPException2()')}`,
    ],
    ['a query is not refused', "app.get('/q', validator('query', (q) => q), (c) => c.text('a'));"],
    ['a function of the same name', 'const jwt = () => 1;\njwt();'],
  ])('none: %s', async (_name, lines) => {
    expect(await found(lines)).toEqual([]);
  });
});
