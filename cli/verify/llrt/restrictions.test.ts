import { expect, test } from 'vitest';
import type { VerifyReport } from '../report.js';
import { checkedReport } from '../testing/schema.js';
import { verify, watchTemporaryFiles, workspace, write } from '../testing/workspace.js';

watchTemporaryFiles();

/** The releases in which an expression gives another value than on Node.js. */
type Releases = '' | '0.7.0' | '0.7.0 0.8.1' | '0.8.1 main' | 'main' | '0.7.0 0.8.1 main';
const ALL = '0.7.0 0.8.1 main';

interface Case {
  readonly name: string;
  /** An expression, which may await. */
  readonly code: string;
  readonly differs: Releases;
  /** What is told, where it differs. */
  readonly tells?: string;
}

const FORM = `{ method: 'POST', body: 'a=1&a=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } }`;
const MULTIPART = `{ method: 'POST', body: '--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\nalice\\r\\n--x--\\r\\n', headers: { 'content-type': 'multipart/form-data; boundary=x' } }`;
const request = (init: string): string => `new Request('https://example.com/', ${init})`;
const JWK = `{ kty: 'oct', k: 'AAAA' }`;
const HMAC = `{ name: 'HMAC', hash: 'SHA-256' }, true, ['sign']`;

const CASES: readonly Case[] = [
  { name: 'plain', code: `await new Response('hello').text()`, differs: '' },
  {
    name: 'response-body',
    code: `new Response(new Response('x').body, new Response('x')).text()`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-response-body',
  },
  {
    name: 'response-clone',
    code: `new Response(new Response('x').clone().body).text()`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-response-body',
  },
  {
    name: 'response-json-body',
    code: `new Response(Response.json({ a: 1 }).body).text()`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-response-body',
  },
  {
    name: 'response-stream',
    code: `new Response(ReadableStream.from([new TextEncoder().encode('s')])).text()`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-request-body-stream',
  },
  {
    name: 'response-undefined',
    code: `new Response('x', undefined).text()`,
    differs: ALL,
    tells: 'llrt-response-init-undefined',
  },
  {
    name: 'response-cookie',
    code: `(() => { const r = new Response('x'); r.headers.append('set-cookie', 'a=1'); return r.headers.get('set-cookie'); })()`,
    differs: 'main',
    tells: 'llrt-response-set-cookie',
  },
  {
    name: 'response-cookie-given',
    code: `new Response('x', { headers: { 'set-cookie': 'a=1' } }).headers.getSetCookie()`,
    differs: '',
  },
  {
    name: 'request-stream',
    code: `typeof ${request(`{ method: 'POST', body: 'x' }`)}.body.getReader`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-request-body-stream',
  },
  {
    name: 'request-clone',
    code: `${request(`{ method: 'PUT' }`)}.clone().method`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-request-clone',
  },
  {
    name: 'request-headers',
    code: `${request(`{ headers: { origin: 'https://a.example', accept: 'x' } }`)}.headers.get('origin')`,
    differs: 'main',
    tells: 'llrt-request-forbidden-headers',
  },
  {
    name: 'request-accept',
    code: `${request(`{ headers: { accept: 'x', cookie: 'a=1' } }`)}.headers.get('cookie')`,
    differs: '',
  },
  { name: 'form-urlencoded', code: `[...(await ${request(FORM)}.formData())]`, differs: ALL },
  {
    name: 'form-urlencoded-response',
    code: `[...(await new Response('a=1', ${FORM}).formData())]`,
    differs: ALL,
  },
  {
    name: 'form-text',
    code: `[...new URLSearchParams(await ${request(FORM)}.text())]`,
    differs: '',
  },
  {
    name: 'form-multipart',
    code: `(await ${request(MULTIPART)}.formData()).get('a')`,
    differs: ALL,
  },
  { name: 'form-in', code: `'formData' in Request.prototype`, differs: '0.7.0' },
  { name: 'form-global', code: `typeof FormData`, differs: '0.7.0' },
  { name: 'form-global-property', code: `globalThis.FormData === undefined`, differs: '0.7.0' },
  { name: 'form-global-in', code: `'FormData' in globalThis`, differs: '0.7.0' },
  {
    name: 'form-last',
    code: `(() => { const f = new FormData(); f.append('a', '1'); f.append('a', '2'); return f.get('a'); })()`,
    differs: ALL,
  },
  {
    name: 'polyfill',
    code: `(() => { globalThis.Later ??= class {}; return typeof Later + ('Later' in globalThis) + typeof globalThis.Later; })()`,
    differs: '',
  },
  { name: 'btoa', code: `btoa('\\xff')`, differs: '0.7.0', tells: 'llrt-atob-btoa-binary' },
  {
    name: 'atob',
    code: `atob('/w==').charCodeAt(0)`,
    differs: '0.7.0',
    tells: 'llrt-atob-btoa-binary',
  },
  { name: 'btoa-ascii', code: `btoa('hello') + atob('aGVsbG8=')`, differs: '' },
  {
    name: 'reviver',
    code: `JSON.parse('{"a":1}', (key, value) => (key === 'a' ? 2 : value))`,
    differs: ALL,
    tells: 'llrt-json-reviver',
  },
  { name: 'json', code: `JSON.parse(JSON.stringify({ a: [1] }))`, differs: '' },
  {
    name: 'timer-arguments',
    code: `new Promise((resolve) => setTimeout(resolve, 1, 'passed')).then(String)`,
    differs: ALL,
    tells: 'llrt-timers',
  },
  {
    name: 'timer-unref',
    code: `(() => { const t = setTimeout(() => {}, 1); t.unref(); clearTimeout(t); return 1; })()`,
    differs: ALL,
  },
  {
    name: 'timer',
    code: `new Promise((resolve) => setTimeout(() => resolve('late'), 1))`,
    differs: '',
  },
  { name: 'clear-immediate', code: `typeof clearImmediate`, differs: ALL },
  { name: 'intl-number', code: `new Intl.NumberFormat('en').format(1234)`, differs: ALL },
  {
    name: 'intl-date',
    code: `new Intl.DateTimeFormat('en-US', { timeZone: 'UTC' }).format(0)`,
    differs: '0.7.0',
    tells: 'llrt-global-missing',
  },
  {
    name: 'intl-date-german',
    code: `new Intl.DateTimeFormat('de', { timeZone: 'UTC' }).format(0)`,
    differs: ALL,
  },
  {
    name: 'number-locale',
    code: `(1234.5).toLocaleString()`,
    differs: ALL,
    tells: 'llrt-number-format',
  },
  {
    name: 'date-locale',
    code: `new Date(0).toLocaleDateString('de')`,
    differs: ALL,
    tells: 'llrt-date-locale',
  },
  {
    name: 'locale-compare',
    code: `['b', 'B', 'a'].sort((a, b) => a.localeCompare(b))`,
    differs: ALL,
    tells: 'llrt-intl-missing',
  },
  {
    name: 'regex-sets',
    code: `new RegExp('[a--b]', 'v').test('a')`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-engine-regex',
  },
  {
    name: 'regex',
    code: `new RegExp('(?<year>\\\\d+)', 'u').exec('2026').groups.year`,
    differs: '',
  },
  {
    name: 'base64url',
    code: `Buffer.from('a').toString('base64url')`,
    differs: ALL,
    tells: 'llrt-buffer-base64url',
  },
  {
    name: 'base64url-from',
    code: `Buffer.from('YQ', 'base64url').toString()`,
    differs: ALL,
    tells: 'llrt-buffer-base64url',
  },
  { name: 'latin1', code: `Buffer.from('\\xff', 'latin1').length`, differs: ALL },
  {
    name: 'buffer',
    code: `Buffer.concat([Buffer.from('aGk=', 'base64'), Buffer.alloc(1)]).toString('hex')`,
    differs: '',
  },
  {
    name: 'buffer-equals',
    code: `Buffer.from('a').equals(Buffer.from('a'))`,
    differs: ALL,
    tells: 'llrt-buffer-methods',
  },
  {
    name: 'buffer-slice',
    code: `(() => { const b = Buffer.from('abc'); b.slice(0, 1)[0] = 122; return b.toString(); })()`,
    differs: ALL,
  },
  {
    name: 'buffer-subarray',
    code: `(() => { const b = Buffer.from('abc'); b.subarray(0, 1)[0] = 122; return b.toString(); })()`,
    differs: '',
  },
  { name: 'buffer-index', code: `Buffer.from('abc').indexOf('b')`, differs: ALL },
  { name: 'buffer-json', code: `JSON.stringify(Buffer.from('a'))`, differs: ALL },
  { name: 'buffer-imported', code: `imported.Buffer === Buffer`, differs: '' },
  { name: 'hash', code: `createHash('sha256').update('x').digest('hex')`, differs: '' },
  {
    name: 'hash-buffer',
    code: `Buffer.isBuffer(createHash('sha256').update('x').digest())`,
    differs: '',
  },
  {
    name: 'hash-base64url',
    code: `createHash('sha256').update('x').digest().toString('base64url')`,
    differs: ALL,
  },
  {
    name: 'random',
    code: `crypto.randomUUID() + randomBytes(4).toString('hex') + Math.random()`,
    differs: '',
  },
  {
    name: 'jwk-without-alg',
    code: `crypto.subtle.importKey('jwk', ${JWK}, ${HMAC}).then((key) => key.type)`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-jwk-without-alg',
  },
  {
    name: 'jwk',
    code: `crypto.subtle.importKey('jwk', { ...${JWK}, alg: 'HS256' }, ${HMAC}).then((key) => key.type)`,
    differs: '',
  },
  {
    name: 'create-sign',
    code: `typeof imported.createSign`,
    differs: ALL,
    tells: 'llrt-node-crypto-sign',
  },
  {
    name: 'require-http',
    code: `createRequire(import.meta.url)('node:http').STATUS_CODES[200]`,
    differs: ALL,
    tells: 'llrt-http-module',
  },
  {
    name: 'import-http',
    code: `import(['node', 'http'].join(':')).then((http) => http.STATUS_CODES[200])`,
    differs: ALL,
    tells: 'llrt-http-module',
  },
  {
    name: 'import-path',
    code: `import(['node', 'path'].join(':')).then((path) => [path.join('a', 'b'), typeof path.posix])`,
    differs: ALL,
  },
  {
    name: 'require-path',
    code: `createRequire(import.meta.url)('path').join('a', 'b')`,
    differs: '',
  },
  { name: 'builtin-module', code: `typeof process.getBuiltinModule`, differs: ALL },
  { name: 'process', code: `process.versions.node`, differs: ALL },
  { name: 'process-env', code: `process.env.AWS_REGION + process.cwd().length`, differs: '' },
  {
    name: 'next-tick',
    code: `new Promise((resolve) => process.nextTick(resolve)).then(() => 1)`,
    differs: '0.7.0 0.8.1',
    tells: 'llrt-process-members',
  },
  {
    name: 'memory',
    code: `typeof process.memoryUsage`,
    differs: ALL,
    tells: 'llrt-process-members',
  },
  { name: 'console', code: `typeof console.table`, differs: ALL, tells: 'llrt-console-methods' },
  { name: 'transform-stream', code: `typeof TransformStream`, differs: '0.7.0 0.8.1' },
  {
    name: 'compression-stream',
    code: `new CompressionStream('gzip') && 1`,
    differs: ALL,
    tells: 'llrt-global-missing',
  },
  { name: 'compression-stream-typeof', code: `typeof CompressionStream`, differs: ALL },
  { name: 'wasm', code: `typeof WebAssembly`, differs: ALL },
  {
    name: 'message-channel',
    code: `typeof MessageChannel + typeof BroadcastChannel`,
    differs: ALL,
  },
  { name: 'through-global', code: `typeof globalThis.global.self.WebAssembly`, differs: ALL },
  { name: 'blob-stream', code: `typeof new Blob(['x']).stream`, differs: '0.7.0 0.8.1' },
  {
    name: 'url',
    code: `new URL('/a?b=1', 'https://example.com').searchParams.get('b')`,
    differs: '',
  },
  {
    name: 'instances',
    code: `[new Response() instanceof Response, Response.json({}) instanceof Response, new (class A extends Response {})() instanceof Response, ({}) instanceof Response]`,
    differs: '',
  },
  {
    name: 'derived',
    code: `new (class A extends Response { get body() { return 'own'; } })('x').body`,
    differs: '',
  },
  { name: 'performance', code: `typeof performance.mark`, differs: ALL },
];

const source = `import * as imported from './names.js';
import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
const run = {
${CASES.map(({ name, code }) => `  '${name}': async () => ${code},`).join('\n')}
};
export const handler = async (event) => {
  try {
    const value = await run[event.rawPath.slice(1)]();
    return { statusCode: 200, body: JSON.stringify([value]) };
  } catch (error) {
    return { statusCode: 500, body: error.name };
  }
};
`;
const names = `import crypto from 'node:crypto';
export const { createSign } = { get createSign() { return crypto.createSign; } };
export { Buffer } from 'node:buffer';
`;
const events = CASES.map(({ name }) => ({
  name,
  event: { version: '2.0', rawPath: `/${name}`, requestContext: { http: { method: 'GET' } } },
}));

test.each(['0.7.0', '0.8.1', 'main'])('what LLRT %s does otherwise', async (release) => {
  const root = workspace({ 'package.json': '{ "name": "app", "type": "module" }' });
  write(root, {
    'src/index.js': source,
    'src/names.js': names,
    'events.json': JSON.stringify(events),
  });
  const args = ['--runtime', 'llrt', '--llrt', release, '--entry', 'src/index.js#handler'];
  const ran = await verify(root, ...args, '--events', 'events.json', '--json');
  expect(ran.stderr).not.toMatch(/could not be loaded|does not start/);
  const report = checkedReport(JSON.parse(ran.stdout) as VerifyReport);
  const different = report.routes.flatMap((route) => route.different);
  const expected = CASES.filter(({ differs }) => differs.split(' ').includes(release));
  const nameOf = (event: string): string => event.replace(/^.*: /, '');
  expect(different.map(({ event }) => nameOf(event)).toSorted()).toEqual(
    expected.map(({ name }) => name).toSorted(),
  );
  const told = new Set(report.runtime?.lacking.map(({ code }) => code));
  const missing = expected.filter(({ tells }) => tells !== undefined && !told.has(tells));
  expect(missing.map(({ name }) => name)).toEqual([]);
  expect(report.runtime?.lacking.map(({ what }) => what)).toContain('Buffer.equals');
  const places = report.runtime?.lacking.map(({ file }) => file) ?? [];
  expect(new Set(places)).toEqual(new Set(['src/index.js', 'src/names.js']));
});
