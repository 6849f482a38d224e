import { afterEach, expect, it } from 'vitest';
import { keepResponseBody } from './response-body.js';

const real = globalThis.Response;
afterEach(() => {
  globalThis.Response = real;
});

/** A Response as in LLRT up to 0.8.1. */
class Bodiless extends real {}
Object.defineProperty(Bodiless.prototype, 'body', { get: () => undefined });

it('changes nothing where there is a body', () => {
  keepResponseBody();
  expect(globalThis.Response).toBe(real);
});

it('gives the body to a new response', async () => {
  globalThis.Response = Bodiless;
  const lost = new Response('hello', { status: 201 });
  expect(await new Response(lost.body, lost).text()).toBe('');

  keepResponseBody();
  const made = new Response('hello', { status: 201, headers: { 'x-a': 'b' } });
  const again = new Response(made.body, made);
  expect([again.status, again.headers.get('x-a'), await again.text()]).toEqual([201, 'b', 'hello']);
  expect(await new Response(made.clone().body).text()).toBe('hello');
  const bytes = new Response(new Uint8Array([0, 255]));
  expect(await new Response(bytes.body).arrayBuffer()).toEqual(new Uint8Array([0, 255]).buffer);
  expect(new Response(null).body).toBeNull();
  expect(new Bodiless('x')).toBeInstanceOf(Response);
});

it('is done once', () => {
  globalThis.Response = Bodiless;
  keepResponseBody();
  const kept = globalThis.Response;
  keepResponseBody();
  expect(globalThis.Response).toBe(kept);
});
