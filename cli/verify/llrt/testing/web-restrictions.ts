import { ALL, type Restriction } from './restriction.js';

const FORM = `{ method: 'POST', body: 'a=1&a=2', headers: { 'content-type': 'application/x-www-form-urlencoded' } }`;
const MULTIPART = `{ method: 'POST', body: '--x\\r\\nContent-Disposition: form-data; name="a"\\r\\n\\r\\nalice\\r\\n--x--\\r\\n', headers: { 'content-type': 'multipart/form-data; boundary=x' } }`;
const request = (init: string): string => `new Request('https://example.com/', ${init})`;

/** Responses, requests and forms. */
export const WEB: readonly Restriction[] = [
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
];
