import { type AddressInfo } from 'node:net';
import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';

/** Two servers that are up, and what was asked of them. */
export interface Endpoints {
  readonly a: string;
  readonly b: string;
  /** `METHOD path authorization` of each request. */
  readonly seen: string[];
  close(): void;
}

/** Starts the API at `/v1`, and the one with mistakes in it at `/v2`. */
export async function startEndpoints(): Promise<Endpoints> {
  const seen: string[] = [];
  const servers: ServerType[] = [];
  const start = (base: string, isNew: boolean): Promise<string> =>
    new Promise((listening) => {
      const options = { fetch: api(base, isNew, seen).fetch, port: 0, hostname: '127.0.0.1' };
      const started = ({ port }: AddressInfo): void => listening(`http://127.0.0.1:${port}${base}`);
      servers.push(serve(options, started));
    });
  const [a, b] = [await start('/v1', false), await start('/v2', true)];
  return { a, b, seen, close: () => servers.forEach((server) => void server.close()) };
}

/** The API below a base path; `isNew` is the one with mistakes in it. */
function api(base: string, isNew: boolean, seen: string[]): Hono {
  const app = new Hono().basePath(base);
  app.use(async (c, next) => {
    seen.push(`${c.req.method} ${c.req.path} ${c.req.header('authorization') ?? ''}`);
    await next();
    c.header('x-amzn-requestid', String(Math.random()));
  });
  app.get('/same', (c) => c.json({ a: 1, b: [c.req.query('q') ?? null] }));
  app.get('/order', (c) => c.json(isNew ? { b: 2, a: 1 } : { a: 1, b: 2 }));
  app.get('/login', (c) => c.redirect(`${base}/home`));
  app.get('/session', (c) => {
    c.header('set-cookie', `id=1; Path=${base}/x; HttpOnly`);
    return c.body(null, 204);
  });
  app.get('/status', (c) => c.text('x', isNew ? 404 : 200));
  app.get('/header', (c) => {
    c.header('cache-control', isNew ? 'no-cache' : 'no-store');
    return c.text('x');
  });
  app.get('/cookie', (c) => {
    c.header('set-cookie', isNew ? 'id=1' : 'id=1; HttpOnly');
    return c.text('x');
  });
  app.get('/body', (c) => c.text(isNew ? 'Zoe' : 'Zoë'));
  app.get('/bytes', (c) => c.body(new Uint8Array([255, isNew ? 1 : 2])));
  app.get('/echo', (c) => c.text(`${isNew ? 'new' : 'old'} ${c.req.header('authorization')}`));
  // The secret begins far in front of what differs, so that a cut text would have its end.
  app.get('/forms', (c) => {
    const given = c.req.header('authorization') ?? '';
    const forms = [btoa(given), encodeURIComponent(given), JSON.stringify(given)];
    return c.text(`${forms.join('\n')}${'-'.repeat(isNew ? 4 : 5)}`);
  });
  app.get('/cut', (c) => c.text(`${c.req.header('authorization')}${isNew ? '!' : '?'}`));
  app.get('/huge', (c) => {
    const chunk = new Uint8Array(1_000_000).fill(97);
    let sent = 0;
    const pull = (controller: ReadableStreamDefaultController): void => {
      sent += 1;
      if (sent > 500) controller.close();
      else controller.enqueue(chunk);
    };
    return c.body(new ReadableStream({ pull }));
  });
  app.get('/slow', async (c) => {
    await new Promise((done) => setTimeout(done, isNew ? 2000 : 0));
    return c.text('x');
  });
  app.post('/items', async (c) => c.json({ got: await c.req.json() }, 201));
  return app;
}
