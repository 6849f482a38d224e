import { createRequire } from 'node:module';
import { posix } from 'node:path';
import { transformSync } from 'esbuild';
import { pickHandler, type Handler } from '../../../cli/verify/child/handler.js';
import type { Sources } from './write-application.js';

const require = createRequire(import.meta.url);

/** A module's code as a function of what CommonJS gives it. */
type Body = (
  require: (id: string) => unknown,
  module: { exports: object },
  exports: object,
  console: Printer,
  load: (id: string) => Promise<unknown>,
) => void;

/** What modules print through. */
export interface Printer {
  readonly log: (...values: unknown[]) => void;
}

const bodies = new Map<string, Body>();
const MOST_BODIES = 200;

/**
 * Loads an application anew from files in memory, with lambda-api and hono from this package.
 *
 * @throws Error when a module does not load, or a name that is imported does not exist
 */
export function loadApplication(sources: Sources, print: (line: string) => void): Handler {
  const modules = new Map<string, { exports: object }>();
  const log = (...values: unknown[]): void => print(values.map(String).join(' '));
  const printer = { log, info: log, warn: log, error: log, debug: log };
  const load = (path: string): object => {
    const known = modules.get(path);
    if (known) return known.exports;
    const text = sources.get(path);
    if (text === undefined) throw new Error(`There is no module ${path}.`);
    const module = { exports: {} };
    modules.set(path, module);
    const resolve = (id: string): unknown =>
      id.startsWith('.') ? load(resolvePath(sources, path, id)) : require(id);
    bodyOf(path, text)(resolve, module, module.exports, printer, async (id) => resolve(id));
    return module.exports;
  };
  const exported = load(sources.has('index.ts') ? 'index.ts' : 'index.js');
  for (const [path, text] of sources)
    if (/\.[jt]s$/.test(path))
      assertImports(path, text, (id) => load(resolvePath(sources, path, id)));
  return pickHandler(exported, 'handler');
}

/** Node refuses a module that imports a name which does not exist; CommonJS does not. */
function assertImports(path: string, text: string, load: (id: string) => object): void {
  for (const [, names = '', id = ''] of text.matchAll(
    /(?:import|const)\s*\{([^}]*)\}\s*(?:from|=\s*require\()\s*'(\.[^']+)'/g,
  )) {
    const exported = load(id);
    for (const name of names.split(',').map((part) => part.trim().split(/\s+as\s+|:/)[0] ?? ''))
      if (name !== '' && !name.startsWith('type ') && !(name in exported))
        throw new Error(`${path} imports ${name} from ${id}, which does not export it.`);
  }
}

function resolvePath(sources: Sources, from: string, id: string): string {
  const path = posix.join(posix.dirname(from), id);
  return (
    [path, `${path}.ts`, path.replace(/\.js$/, '.ts')].find((one) => sources.has(one)) ??
    `${path}.js`
  );
}

function bodyOf(path: string, text: string): Body {
  const known = bodies.get(text);
  if (known) return known;
  const isModule = /^(?:import|export)\s/m.test(text);
  const script = isModule
    ? transformSync(text, { loader: path.endsWith('.ts') ? 'ts' : 'js', format: 'cjs' }).code
    : text;
  // Code made from text cannot import by itself.
  const code = script.replaceAll('await import(', 'await load(');
  // oxlint-disable-next-line typescript/no-implied-eval -- the point is to run what was generated
  const body = new Function('require', 'module', 'exports', 'console', 'load', code) as Body;
  if (bodies.size >= MOST_BODIES) bodies.clear();
  bodies.set(text, body);
  return body;
}
