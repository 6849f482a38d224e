import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { REQUESTS } from './requests.js';

const require = createRequire(import.meta.url);
const ENTRIES = ['ts', 'tsx', 'mts', 'js', 'mjs', 'cjs'].flatMap((extension) => [
  `index.${extension}`,
  `src/index.${extension}`,
]);
const BODY_METHODS: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What a case exports: a Hono app, or an object with a `fetch` of its own. */
export interface App {
  fetch(request: Request): Response | Promise<Response>;
  readonly routes?: readonly { readonly method: string; readonly path: string }[];
}

/** What one request gave, as text that can be compared. */
export type Answers = ReadonlyMap<string, string>;

/** What `formData` of requests does: as on Node.js, missing (LLRT to 0.7.0), or always empty (LLRT from 0.8.0). */
export type Runtime = 'node' | 'without' | 'empty';

/** Bundles the apps in several folders. */
export async function bundleApps(folders: readonly string[]): Promise<void> {
  const entries = folders.map((folder) => {
    const entry = ENTRIES.find((path) => existsSync(join(folder, path)));
    if (entry === undefined) throw new Error(`${folder} has no entry module`);
    return { in: join(folder, entry), out: join(folder, 'bundle.out') };
  });
  await build({
    entryPoints: entries,
    outdir: '/',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'silent',
  });
}

/** Loads the app of a folder that was bundled. */
export function loadApp(folder: string): App {
  const loaded = require(join(folder, 'bundle.out.cjs')) as App & { default?: App };
  return loaded.default ?? loaded;
}

/** Sends every request to every route that takes a body. */
export async function answersOf(app: App, runtime: Runtime): Promise<Answers> {
  const answers = new Map<string, string>();
  const restore = limit(runtime);
  try {
    for (const { method, path } of routesOf(app))
      for (const { name, type, body } of REQUESTS) {
        const request = new Request(`http://localhost${path}`, { method, body: body ?? null });
        request.headers.delete('content-type');
        if (type) request.headers.set('content-type', type);
        answers.set(`${method} ${path}: ${name}`, await answer(app, request));
      }
  } finally {
    restore();
  }
  return answers;
}

async function answer(app: App, request: Request): Promise<string> {
  const printed: string[] = [];
  const real = PRINTERS.map((name) => console[name]);
  for (const name of PRINTERS)
    console[name] = (...values: unknown[]) => void printed.push(...values.map(asPrinted));
  try {
    const response = await app.fetch(request);
    const headers = JSON.stringify([...response.headers]);
    return [response.status, headers, await response.text(), ...printed].join('\n');
  } catch (error) {
    return `throws ${String(error)}`;
  } finally {
    for (const [at, name] of PRINTERS.entries()) console[name] = real[at] ?? console[name];
  }
}

const PRINTERS = ['log', 'debug', 'info', 'warn', 'error'] as const;

/** Objects are not looked into: a form prints as what it is. */
function asPrinted(value: unknown): string {
  return typeof value === 'object' && !(value instanceof Error) ? '[object]' : String(value);
}

function routesOf(app: App): readonly { method: string; path: string }[] {
  const found = new Map<string, { method: string; path: string }>();
  for (const { method, path } of app.routes ?? [{ method: 'POST', path: '/' }]) {
    const one = { method: method === 'ALL' ? 'POST' : method, path: path.replace(/:\w+/g, 'p1') };
    if (BODY_METHODS.has(one.method) && !path.includes('*'))
      found.set(`${one.method} ${one.path}`, one);
  }
  return [...found.values()];
}

/** Takes `formData` of requests and responses away, or lets it give nothing. */
function limit(runtime: Runtime): () => void {
  if (runtime === 'node') return () => undefined;
  const prototypes = [Request.prototype, Response.prototype];
  const held = prototypes.map((one) => Object.getOwnPropertyDescriptor(one, 'formData'));
  for (const one of prototypes)
    if (runtime === 'without') Reflect.deleteProperty(one, 'formData');
    else
      Object.defineProperty(one, 'formData', {
        configurable: true,
        value: () => Promise.resolve(new FormData()),
      });
  return () => {
    for (const [at, one] of prototypes.entries()) {
      const descriptor = held[at];
      if (descriptor) Object.defineProperty(one, 'formData', descriptor);
    }
  };
}
