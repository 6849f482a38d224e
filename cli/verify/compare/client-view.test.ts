import { expect, test } from 'vitest';
import { buildEvent } from '../events/build.js';
import { canonicalJson } from './canonical-json.js';
import { clientView } from './client-view.js';
import { compareObservations } from './differences.js';

type Kind = Parameters<typeof buildEvent>[0];
const event = (kind: Kind, method = 'GET'): object => buildEvent(kind, { method, path: '/x' });
const view = (kind: Kind, result: unknown, method?: string): ReturnType<typeof clientView> =>
  clientView({ kind: 'answer', json: JSON.stringify(result) ?? 'null' }, event(kind, method));

function differences(kind: Kind, before: unknown, after: unknown): string[] {
  const [left, right] = [before, after].map((result) => ({
    outcome: { kind: 'answer', json: JSON.stringify(result) } as const,
    calls: [],
    uncaught: [],
  }));
  if (!left || !right) throw new Error('two results are given');
  return compareObservations(left, right, event(kind)).differences.map(({ field }) => field);
}

const multi = { statusCode: 200, multiValueHeaders: { 'X-A': ['1'] } };
const single = { statusCode: 200, headers: { 'x-a': '1' } };

test('each front end reads its own headers', () => {
  expect(view('rest', multi)).toMatchObject({ headers: { 'x-a': '1' } });
  expect(view('rest', { ...multi, headers: { 'x-a': '1' } })).toMatchObject({
    headers: { 'x-a': '1' },
  });
  expect(view('rest', { ...multi, headers: { 'x-a': '2' } })).toMatchObject({
    headers: { 'x-a': '1, 2' },
  });
  for (const kind of ['http-api', 'function-url', 'alb-single'] as const) {
    expect(view(kind, multi)).toMatchObject({ headers: {} });
    expect(view(kind, single)).toMatchObject({ headers: { 'x-a': '1' } });
  }
  expect(view('alb-multi', multi)).toMatchObject({ headers: { 'x-a': '1' } });
  expect(view('alb-multi', single)).toMatchObject({ headers: {} });
  expect(differences('rest', multi, single)).toEqual([]);
  expect(differences('alb-multi', multi, single)).toEqual(['header x-a']);
});

test('base64 matters to a REST API, elsewhere only the bytes do', () => {
  const text = { statusCode: 200, body: 'hi' };
  const encoded = { statusCode: 200, body: 'aGk=', isBase64Encoded: true };
  expect(differences('rest', text, encoded)).toEqual(['isBase64Encoded']);
  expect(differences('http-api', text, encoded)).toEqual([]);
  expect(differences('alb-multi', text, { ...encoded, body: 'aGo=' })).toEqual(['body']);
});

test('no body for HEAD, 204 and 304; a missing body is an empty one', () => {
  expect(view('rest', { statusCode: 200, body: 'x' }, 'HEAD')).toMatchObject({ body: '' });
  expect(view('rest', { statusCode: 304, body: 'x' })).toMatchObject({ body: '' });
  expect(differences('rest', { statusCode: 200 }, { statusCode: 200, body: '' })).toEqual([]);
});

test('payload 2.0 makes a response of any value; the others do not', () => {
  expect(view('http-api', { a: 1 })).toMatchObject({ status: 200, body: '{"a":1}' });
  expect(view('http-api', 'text')).toMatchObject({ status: 200, body: 'text' });
  expect(view('http-api', null)).toMatchObject({ outcome: 'no-result' });
  expect(view('rest', { a: 1 })).toMatchObject({
    outcome: 'malformed',
    why: 'statusCode is missing',
  });
});

test.each([
  [{ statusCode: 'abc' }, 'statusCode is "abc"'],
  [{ statusCode: 600 }, 'statusCode is 600'],
  [{ statusCode: 200, body: 5 }, 'body is 5'],
  [{ statusCode: 200, body: { a: 1 } }, 'body is {"a":1}'],
  [{ statusCode: 200, headers: 'x' }, 'headers is "x"'],
  [{ statusCode: 200, headers: { a: ['1'] } }, 'headers.a is ["1"]'],
  [{ statusCode: 200, multiValueHeaders: { a: '1' } }, 'multiValueHeaders.a is "1"'],
  [
    { statusCode: 200, body: '*', isBase64Encoded: true },
    'isBase64Encoded is true and the body is not base64',
  ],
  [{ statusCode: 200, isBase64Encoded: 'yes' }, 'isBase64Encoded is "yes"'],
])('malformed: %j', (result, why) => {
  expect(view('rest', result)).toEqual({ outcome: 'malformed', why });
});

test('results that are no responses are compared as values', () => {
  const failures = (id: string): object => ({ batchItemFailures: [{ itemIdentifier: id }] });
  expect(differences('rest', failures('1'), failures('2'))).toEqual(['result']);
  expect(differences('rest', failures('1'), failures('1'))).toEqual([]);
});

test('canonical JSON keeps every digit and every repeated key', () => {
  expect(canonicalJson('{"b":[1, {"d":1,"c":"\\u00e9"}], "a":2}')).toBe(
    '{"a":2,"b":[1,{"c":"é","d":1}]}',
  );
  expect(canonicalJson('12345678901234567890')).toBe('12345678901234567890');
  expect(canonicalJson('{"a":1,"a":2}')).not.toBe(canonicalJson('{"a":2}'));
  expect(canonicalJson('{"a":"}{,:[]"}')).toBe('{"a":"}{,:[]"}');
  expect(canonicalJson('{"a":')).toBeUndefined();
});
