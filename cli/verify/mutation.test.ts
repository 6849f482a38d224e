import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildEvent } from './events/build.js';
import type { RouteReport, VerifyReport } from './report.js';
import type { ReplayEvent } from './types.js';
import { verifySides } from './verify-sides.js';

/** A handler with something of everything that a comparison has to see. */
const HANDLER = `
const { randomUUID } = require('node:crypto');
const started = 'ready';
async function aws(operation, input) {
  const response = await fetch(process.env.AWS_ENDPOINT_URL + '/', {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'DynamoDB_20120810.' + operation, 'x-trace': 't1' },
    body: JSON.stringify(input),
  });
  return response.json();
}
const other = () => fetch('https://example.com/hook?x=1', { method: 'POST', body: 'ping' }).catch(() => 'refused');
const readRole = (request) => { const { role } = request.absent; return role; };
const sendTo = (request) => request.send();
const why = (action, request) => { try { return 'done ' + action(request); } catch (error) { return 'failed: ' + error.message; } };
async function answer(event) {
  const multi = event.multiValueHeaders !== undefined;
  const headers = { 'content-type': 'application/json', 'x-list': 'a, b', 'cache-control': 'no-cache, private' };
  const method = event.httpMethod || event.requestContext.http.method;
  if (method === 'DELETE') return { statusCode: 204, headers };
  await aws('PutItem', { TableName: 'T', Item: { id: { S: '1' } } });
  await aws('DeleteItem', { TableName: 'T', Key: { id: { S: '0' } } });
  await Promise.all([aws('GetItem', { TableName: 'A' }), aws('GetItem', { TableName: 'B' })]);
  await other();
  const body = JSON.stringify({ started, big: 1, at: Date.now(), iso: new Date().toISOString(), id: randomUUID(), dice: Math.random(), list: [1, 2], errors: [why(readRole, event), why(sendTo, event)] }).replace('"big":1', '"big":12345678901234567890');
  const cookie = 'session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60';
  if (multi) return { statusCode: 200, multiValueHeaders: { ...Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])), 'set-cookie': [cookie, 'b=2'] }, body, isBase64Encoded: false };
  return { statusCode: 200, headers, cookies: [cookie, 'b=2'], body, isBase64Encoded: false };
}
exports.handler = async (event) => answer(event);
`;

/** name, text that is replaced, replacement, what the report must name. */
type Mutation = readonly [string, string, string, RegExp];

const CHANGES: readonly Mutation[] = [
  ['another status', 'statusCode: 200', 'statusCode: 201', /^status: 200 before, 201 after/],
  ['204 becomes 200', 'statusCode: 204', 'statusCode: 200', /^status/],
  ['status is text that is no status', 'statusCode: 200', "statusCode: 'OK'", /statusCode is "OK"/],
  ['status out of range', 'statusCode: 200', 'statusCode: 99', /statusCode is 99/],
  ['no status', 'statusCode: 200, ', '', /outcome|status|body/],
  ['header value', "'x-list': 'a, b'", "'x-list': 'a, c'", /header x-list/],
  ['white space in a header that is no list', "'a, b'", "'a,b'", /header x-list/],
  ['header missing', "'x-list': 'a, b', ", '', /header x-list: a, b before, \(none\) after/],
  ['header added', "'x-list'", "'x-new': '1', 'x-list'", /header x-new/],
  ['content type', "application/json', 'x-list", "text/plain', 'x-list", /header content-type/],
  ['cookie value', 'session=abc', 'session=abd', /cookies/],
  ['cookie attribute missing', '; HttpOnly', '', /cookies/],
  ['cookie attribute value', 'Max-Age=60', 'Max-Age=61', /cookies/],
  ['cookie missing', "[cookie, 'b=2']", '[cookie]', /cookies/],
  ['cookies in another order', "[cookie, 'b=2']", "['b=2', cookie]", /cookies/],
  ['one byte of the body', "'ready'", "'readY'", /body: .*ready.* before, .*readY/],
  ['last digit of a long number', '12345678901234567890', '12345678901234567891', /body/],
  ['list in another order', '[1, 2]', '[2, 1]', /body/],
  ['body is an object', '}).replace(', '}) && ({}); (', /body is \{\}/],
  ['no body', ', body, isBase64Encoded', ', isBase64Encoded', /body/],
  ['flagged as base64', 'isBase64Encoded: false', 'isBase64Encoded: true', /not base64/],
  ['time', 'Date.now()', '(Date.now() + 1)', /body/],
  ['random number', 'Math.random()', '(1 - Math.random())', /body/],
  ['nothing is answered', 'answer(event);', 'void (await answer(event));', /no-result/],
  ['multi-value headers where they are ignored', 'if (multi)', 'if (true)', /header|cookies/],
  ['single headers where they are ignored', 'if (multi)', 'if (false)', /header|cookies/],
  [
    'outgoing body',
    "S: '1'",
    "S: '2'",
    /outgoing calls.*changed dynamodb|outgoing calls.*changed aws/,
  ],
  ['outgoing header', "'x-trace': 't1'", "'x-trace': 't2'", /outgoing calls.*x-trace/],
  [
    'outgoing call missing',
    "await aws('DeleteItem'",
    "void ('DeleteItem'",
    /missing aws POST DeleteItem/,
  ],
  [
    'another operation',
    "aws('PutItem'",
    "aws('UpdateItem'",
    /missing aws POST PutItem; added aws POST UpdateItem/,
  ],
  ['one call twice', '  await other();', '  await other(); await other();', /outgoing calls/],
  ['call to another host', 'x=1', 'x=2', /outgoing calls.*example\.com/],
  ['body to another host', "'ping'", "'pinG'", /outgoing calls.*ping.*pinG/],
  [
    'call after the answer',
    'async (event) => answer(event)',
    "async (event) => { const r = await answer(event); aws('Late', {}); return r; }",
    /added aws POST Late/,
  ],
  ['hang', 'answer(event);', 'new Promise(() => {});', /outcome: .* before, hang: nothing is left/],
  [
    'hang that keeps the loop open',
    'answer(event);',
    'new Promise(() => setInterval(() => {}, 10));',
    /hang: no answer within/,
  ],
  ['throw', 'answer(event);', "{ throw new Error('oops'); };", /throw: Error: oops/],
  [
    'process ends',
    'answer(event);',
    'process.exit(3);',
    /crash: the process ended \(exit code 3\)/,
  ],
  [
    'error nobody catches',
    'answer(event);',
    "{ setTimeout(() => { throw new Error('late'); }, 5); return new Promise(() => {}); };",
    /crash: nobody caught Error: late/,
  ],
  [
    'rejection after the answer',
    'answer(event);',
    "{ Promise.reject(new Error('stray')); return answer(event); };",
    /stray/,
  ],
  [
    'module that does not load',
    'const started',
    "throw new Error('broken'); const started",
    /throw: Error: broken/,
  ],
  ['another property in an error', '{ role } = request', '{ name: role } = request', /'name'/],
  [
    'null, not undefined, in an error',
    'request.absent',
    '(request.absent ?? null)',
    /as it is null/,
  ],
  [
    'an error of another kind',
    '{ role } = request.absent',
    'role = request.absent.role',
    /Cannot read/,
  ],
  ['what an error calls', 'request.send()', 'request.json()', /request\.json is not a function/],
  ['how an error calls', 'request.send()', 'new request.send()', /is not a constructor/],
  ['text beside an error', "'failed: '", "'Failed: '", /body/],
  ['no error any more', 'request.absent;', 'request.absent ?? {};', /done undefined/],
  ['handler that is gone', 'exports.handler', 'exports.other', /throw: TypeError/],
];

const ORDER: Mutation = [
  'calls in another order',
  "await aws('PutItem', { TableName: 'T', Item: { id: { S: '1' } } });\n  await aws('DeleteItem', { TableName: 'T', Key: { id: { S: '0' } } });",
  "await aws('DeleteItem', { TableName: 'T', Key: { id: { S: '0' } } });\n  await aws('PutItem', { TableName: 'T', Item: { id: { S: '1' } } });",
  /order: aws POST PutItem came before aws POST DeleteItem/,
];

/** Changes that nobody outside can see. */
const EQUIVALENT: readonly (readonly [string, string, string])[] = [
  ['nothing', '', ''],
  ['case of header names', "'x-list'", "'X-List'"],
  ['white space in a list header', 'no-cache, private', 'no-cache,private'],
  [
    'content type spelling',
    "'content-type': 'application/json', 'x",
    "'Content-Type': 'Application/JSON; Charset=UTF-8', 'x",
  ],
  ['cookie attributes', 'Path=/; HttpOnly; SameSite=Lax', 'samesite=lax; path=/; httponly'],
  ['keys in another order', 'started, big: 1, at: Date.now()', 'at: Date.now(), big: 1, started'],
  ['body of a 204', 'statusCode: 204, headers', "statusCode: 204, body: 'x', headers"],
  [
    'content length and description',
    'statusCode: 200',
    "statusDescription: '200 OK', statusCode: 200",
  ],
  [
    'callback style',
    'async (event) => answer(event)',
    '(event, context, callback) => { answer(event).then((r) => callback(null, r), callback); }',
  ],
  [
    'concurrent calls swapped',
    "aws('GetItem', { TableName: 'A' }), aws('GetItem', { TableName: 'B' })",
    "aws('GetItem', { TableName: 'B' }), aws('GetItem', { TableName: 'A' })",
  ],
];

/** The same failures, quoting other source: equal, and told. */
const NOTED: readonly (readonly [string, string, string, string])[] = [
  [
    'source of what is taken apart',
    'request.absent',
    'Object(request).absent',
    'Object(...).absent',
  ],
  ['receiver of a call', 'request.send()', 'Object(request).send()', 'Object(...).send'],
];

const ALL = [
  ...NOTED.map(([name, find, replacement]) => [name, find, replacement] as const),
  ...[...CHANGES, ORDER].map(([name, find, replacement]) => [name, find, replacement] as const),
  ...EQUIVALENT,
];
const root = mkdtempSync(join(tmpdir(), 'verify-mutation-'));
const found: { report?: VerifyReport } = {};

/** Both sides load the same entry; it picks the variant that the event names. */
const ENTRY = `exports.handler = function handler(event, context, callback) {
  const { variant, ...rest } = event;
  return require('./variants/' + variant + '.cjs').handler(rest, context, callback);
};`;

function eventsOf(name: string, variant: number): ReplayEvent[] {
  // A loop that is kept open costs the whole time limit for each event.
  const kinds = name.includes('loop open') ? (['rest'] as const) : (['rest', 'http-api'] as const);
  return kinds.flatMap((kind) =>
    ['GET', 'DELETE'].map((method) => ({
      name: `${kind} ${method} ${name}`,
      route: name,
      event: { ...buildEvent(kind, { method, path: '/x' }), variant },
    })),
  );
}

function writeVariant(side: string, variant: number, text: string): void {
  writeFileSync(join(root, side, 'variants', `${variant}.cjs`), text);
}

beforeAll(async () => {
  for (const side of ['before', 'after']) {
    mkdirSync(join(root, side, 'variants'), { recursive: true });
    writeFileSync(join(root, side, 'index.cjs'), ENTRY);
  }
  for (const [variant, [, find, replacement]] of ALL.entries()) {
    writeVariant('before', variant, HANDLER);
    writeVariant(
      'after',
      variant,
      HANDLER.replaceAll(find, () => replacement),
    );
  }
  const side = { packageDir: '', entry: 'index.cjs', handlerName: 'handler' };
  found.report = await verifySides({
    before: { ...side, root: join(root, 'before') },
    after: { ...side, root: join(root, 'after') },
    events: ALL.flatMap(([name], variant) => eventsOf(name, variant)),
    timeoutMs: 2000,
  });
});
afterAll(() => rmSync(root, { recursive: true }));

function resultFor(name: string): RouteReport {
  const result = found.report?.routes.find((route) => route.id === name);
  if (result === undefined) throw new Error(`no result for ${name}`);
  return result;
}

test.each([...CHANGES, ORDER])('sees: %s', (name, find, _replacement, expected) => {
  expect(HANDLER).toContain(find);
  const told = resultFor(name).different.map((one) => one.difference);
  expect(told.join('\n')).toMatch(new RegExp(expected, 'm'));
});

test.each(EQUIVALENT)('does not mind: %s', (name, find) => {
  expect(HANDLER).toContain(find);
  const { different, same, hangs } = resultFor(name);
  expect({ told: different.map((one) => one.difference), same, hangs }).toEqual({
    told: [],
    same: 4,
    hangs: 0,
  });
});

test.each(NOTED)('does not mind, and tells: %s', (name, find, _replacement, quoted) => {
  expect(HANDLER).toContain(find);
  const { different, same, notes } = resultFor(name);
  expect({ told: different.map((one) => one.difference), same }).toEqual({ told: [], same: 4 });
  const [note] = notes;
  // An answer to DELETE has no body.
  expect(notes.map(({ event }) => event)).toEqual([`rest GET ${name}`, `http-api GET ${name}`]);
  expect(note).toMatchObject({ note: 'error-quotes-source' });
  expect(note?.after).toBe(note?.before.replace(find.replace('()', ''), quoted));
  expect(found.report?.summary.notes).toBe(2 * NOTED.length);
});
