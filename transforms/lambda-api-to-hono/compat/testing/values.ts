import type { Context } from 'hono';
import type { Env, Loose } from '../source/event.js';
import type { Case } from './both-sides.js';
import type { ClientRequest } from './lambda-events.js';

/** A value of the request on both sides, answered as JSON. */
export function value(
  name: string,
  before: (req: Loose) => unknown,
  after: (c: Context<Env>) => unknown,
  ...requests: ClientRequest[]
): Case {
  const show = (given: unknown) => ({ type: given === null ? 'null' : typeof given, given });
  return {
    name,
    before: (api) => api.any('/*', (req, res) => res.json(show(before(req)))),
    after: (app) => app.on('ANY', '/*', (c) => c.json(show(after(c)))),
    requests,
  };
}

export const JSON_TYPE: NonNullable<ClientRequest['headers']> = [
  ['Content-Type', 'application/json'],
];

/** A POST request; `base64` says that the body is encoded. */
export function post(
  body: unknown,
  headers?: ClientRequest['headers'],
  base64 = false,
): ClientRequest {
  return { method: 'POST', body, base64, ...(headers && { headers }) };
}
