import { expect, test } from 'vitest';
import { quotedSources } from './error-text.js';

/** The message that this version of V8 makes of a piece of code. */
function messageOf(body: string): string {
  const run = new Function('request', 'getBody', 'c', body) as (...args: unknown[]) => void;
  try {
    run({ body: null, list: {} }, () => null, { req: { list: () => ({}) } });
  } catch (error) {
    if (error instanceof TypeError) return error.message;
    throw error;
  }
  throw new Error(`${body} does not fail`);
}

test.each([
  ['const { role } = request.body', 'const { role } = getBody(c)'],
  ['const { role } = request.missing', 'const { role } = c.missing'],
  ['const {} = request.body', 'const {} = getBody(c)'],
  ['request.send()', 'c.send()'],
  ['request.list.send()', 'c.req.list(1).send()'],
  ['new request.Model()', 'new c.Model()'],
  ['for (const one of request.list);', 'for (const one of c.req.list());'],
  ['const [one] = request.list', 'const [one] = c.req.list()'],
  ['for (const one of request.list);', 'for (const one of c.list ?? c.req.list());'],
])('the same failure, written in another way: %s | %s', (before, after) => {
  const [one, other] = [messageOf(before), messageOf(after)];
  const told = [one, other].map((message) =>
    JSON.stringify({ error: message, also: `(${message})` }),
  );
  expect(quotedSources(told[0] ?? '', told[1] ?? '')).toEqual(
    one === other ? [] : [0, 1].map(() => ({ before: one, after: other })),
  );
});

test.each([
  ['nothing to destructure', 'const { role } = request.body', 'const { name } = getBody(c)'],
  ['null or undefined', 'const { role } = request.body', 'const { role } = c.body'],
  ['another message', 'const { role } = request.body', 'getBody(c).role'],
  ['another function', 'request.send()', 'c.json()'],
  ['another call', 'request.send()', 'new c.send()'],
  ['another list', 'for (const one of request.list);', 'for (const one of c.req);'],
  ['how it iterates', 'for (const one of request.list);', 'const [one] = c.req.list()'],
  ['a value', 'request.send()', '[1].map(undefined)'],
  ['the kind of value', 'new Map(5)', 'new Map(true)'],
  ['the property that is read', 'request.body.role', 'getBody(c).name'],
  ['of what it is read', 'request.body.role', 'c.body.role'],
])('another failure: %s', (_name, before, after) => {
  const [one, other] = [messageOf(before), messageOf(after)];
  expect(one).not.toBe(other);
  expect(quotedSources(one, other)).toBeUndefined();
});

const OLD = `{"error":"Cannot destructure property 'role' of 'request.body' as it is null."}`;
const NEW = OLD.replace('request.body', 'getBody(...)');

test.each([
  ['text before', NEW.replace('error', 'fault')],
  ['text after', NEW.replace('}', ',"id":1}')],
  ['the property', NEW.replace("'role'", "'roles'")],
  ['what it is', NEW.replace('null', 'undefined')],
  ['the full stop', NEW.replace('null.', 'null')],
  ['a message more', `${NEW} ${NEW}`],
  ['a letter of the message', NEW.replace('Cannot', 'cannot')],
  ['no message', '{"error":"no"}'],
  ['another end of a word', NEW.replace('destructure', 'destructured')],
])('a difference beside the quoted source stays one: %s', (_name, after) => {
  expect(quotedSources(OLD, NEW)).toHaveLength(1);
  expect(quotedSources(OLD, after)).toBeUndefined();
});

test.each([
  ['Alice is not a function', 'Bob is not a function'],
  ['request.a is not iterable', 'request.b is not iterable'],
  ['undefined is not iterable', 'null is not iterable'],
  ['object null is not a function', 'request.body is not a function'],
  ['#<Object>.send is not a function', '#<Response>.send is not a function'],
  ['Tea is not a functional drink', 'Pot is not a functional drink'],
  ['"a" is not iterable', '"b" is not iterable'],
  ['a(...) is not a function', 'b(...) is not a function'],
])('no guess: %s | %s', (before, after) => {
  expect(quotedSources(before, after)).toBeUndefined();
});

test('every message of a body is looked at, in its place', () => {
  const body = (first: string, second: string): string =>
    `<li>${first} is not iterable</li><li>(0 , ${second}.send) is not a function</li>`;
  expect(quotedSources(body('request.list', 'lib'), body('list(...)', 'import_lib'))).toEqual([
    { before: 'request.list is not iterable', after: 'list(...) is not iterable' },
    {
      before: '(0 , lib.send) is not a function',
      after: '(0 , import_lib.send) is not a function',
    },
  ]);
  expect(quotedSources('same', 'same')).toEqual([]);
});
