import type { ApplicationText, Callee, Item } from './application.js';
import type { Definition } from './functions.js';
import { writeFactory, writeFunction } from './write-function.js';

/** Text of files by path. */
export type Sources = ReadonlyMap<string, string>;

const ENTRY = 'index.js';
const HANDLERS = 'handlers.js';
const HELPERS = 'lib/http.js';
const HANDLER_KINDS = 'HMEZF';
const MOST_ROUTE_FILES = 1;

/** A file while it is written. */
interface Draft {
  readonly imports: Map<string, Set<string>>;
  readonly defined: Map<string, string>;
  body: string;
}

/** Writes the files of an application, package.json included. */
export function writeApplication(app: ApplicationText): Sources {
  const drafts = new Drafts(app);
  const entry = drafts.open(ENTRY);
  const { apiName, run } = app.style;
  const registrations = app.items.map((item) => writeItem(drafts, ENTRY, apiName, item));
  entry.body = [...registrations, exportHandler(app.esm, apiName, run)].join('\n\n');
  const files = [...drafts.files].map(([path, draft]): [string, string] => [
    path,
    indented(drafts.finish(path, draft)),
  ]);
  const type = app.esm ? '"type": "module",\n  ' : '';
  const manifest = `{\n  "name": "random",\n  ${type}"dependencies": {\n    "lambda-api": "^1.5.1"\n  }\n}\n`;
  return new Map([...files, ['package.json', manifest]]);
}

class Drafts {
  readonly files = new Map<string, Draft>();
  constructor(readonly app: ApplicationText) {}

  open(path: string): Draft {
    const draft: Draft = this.files.get(path) ?? {
      imports: new Map(),
      defined: new Map(),
      body: '',
    };
    this.files.set(path, draft);
    return draft;
  }

  /** Puts real names in the place of references, and the functions where they belong. */
  place(path: string, text: string): string {
    return text.replace(/@([A-Z])(\d)@/g, (_, kind: string, index: string) =>
      this.use(path, kind, Number(index)),
    );
  }

  finish(path: string, draft: Draft): string {
    const { esm, style, options } = this.app;
    const isEntry = path === ENTRY;
    const heads = [...draft.imports].map(([from, names]) => this.importLine(path, from, names));
    const create = `const ${style.apiName} = ${esm ? 'createAPI' : "require('lambda-api')"}(${options});`;
    const first = isEntry && esm ? ["import createAPI from 'lambda-api';"] : [];
    const exported = path === HANDLERS || path === HELPERS ? [this.exportLine(draft)] : [];
    return [
      [...first, ...heads].join('\n'),
      ...(isEntry ? [create] : []),
      ...draft.defined.values(),
      draft.body,
      ...exported,
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  }

  private use(path: string, kind: string, index: number): string {
    const pool = this.app.definitions.filter((item) => item.kind === (kind === 'F' ? 'M' : kind));
    const at = index % pool.length;
    const definition = pool[at];
    if (!definition) throw new Error(`The application has no function of kind ${kind}.`);
    const home = definition.shared ? (HANDLER_KINDS.includes(kind) ? HANDLERS : HELPERS) : path;
    const name = `${NAMES[kind] ?? kind}${at}`;
    const draft = this.open(home);
    if (!draft.defined.has(name)) draft.defined.set(name, '');
    if (draft.defined.get(name) === '') {
      const text = this.place(home, define(definition, kind, name));
      draft.defined.delete(name); // after what it refers to
      draft.defined.set(name, text);
    }
    if (home === path) return name;
    const file = this.open(path);
    file.imports.set(home, (file.imports.get(home) ?? new Set()).add(name));
    return this.app.style.whole ? `${spaceOf(home)}.${name}` : name;
  }

  private importLine(path: string, from: string, names: ReadonlySet<string>): string {
    const { esm, style } = this.app;
    const target = `${path.includes('/') ? '..' : '.'}/${from}`;
    const isModule = from === HANDLERS || from === HELPERS;
    const list = `{ ${[...names].join(', ')} }`;
    const [only = ''] = names;
    if (!isModule) return `import ${only} from '${target}';`;
    if (esm) return `import ${style.whole ? `* as ${spaceOf(from)}` : list} from '${target}';`;
    const required = `require('${target.replace(/\.js$/, '')}')`;
    return `const ${style.whole ? spaceOf(from) : list} = ${required};`;
  }

  private exportLine(draft: Draft): string {
    const names = [...draft.defined.keys()];
    if (this.app.esm) return `export { ${names.join(', ')} };`;
    return this.app.style.whole
      ? names.map((name) => `exports.${name} = ${name};`).join('\n')
      : `module.exports = { ${names.join(', ')} };`;
  }
}

/** Names of functions say what they do, as an application's would. */
const NAMES: Readonly<Record<string, string>> = {
  H: 'handle',
  M: 'check',
  F: 'makeCheck',
  E: 'rescue',
  Z: 'finish',
  R: 'valueOf',
  L: 'load',
  S: 'prepare',
  A: 'reply',
  D: 'sendData',
  C: 'respond',
  G: 'guard',
  Q: 'answer',
  P: 'answerLater',
};

function define({ fn, declared }: Definition, kind: string, name: string): string {
  if (kind === 'F') return writeFactory(fn, name);
  return declared
    ? writeFunction(fn, { declaration: name })
    : `const ${name} = ${writeFunction(fn, 'arrow')};`;
}

function spaceOf(path: string): string {
  return path === HANDLERS ? 'handlers' : 'http';
}

function writeItem(drafts: Drafts, path: string, api: string, item: Item): string {
  const list = (functions: readonly Callee[]): string =>
    functions.map((callee) => drafts.place(path, writeCallee(callee))).join(', ');
  const note = drafts.app.style.comments ? `// ${item.kind}\n` : '';
  if (item.kind === 'register') return note + writeRegister(drafts, path, api, item);
  if (item.kind === 'use') return `${note}${api}.use(${item.paths}${list(item.functions)});`;
  if (item.kind === 'finally') return `${note}${api}.finally(${list(item.functions)});`;
  const open = item.call.endsWith('(') ? item.call : `${item.call}, `;
  return `${note}${api}.${open}${list(item.functions)});`;
}

function writeCallee(callee: Callee): string {
  if ('text' in callee) return callee.text;
  return writeFunction(callee.fn, callee.arrow ? 'arrow' : 'expression');
}

function writeRegister(
  drafts: Drafts,
  path: string,
  api: string,
  item: Extract<Item, { kind: 'register' }>,
): string {
  const { esm } = drafts.app;
  const options = item.prefix === undefined ? '' : `, { prefix: ${item.prefix} }`;
  const routeFiles = [...drafts.files.keys()].filter((name) => name.startsWith('routes/'));
  const inner = (file: string, name: string): string =>
    item.items.map((one) => writeItem(drafts, file, name, one)).join('\n');
  if (!item.apart || path !== ENTRY || routeFiles.length >= MOST_ROUTE_FILES) {
    const name = item.inline ? 'v' : api;
    return `${api}.register((${name}, opts) => {\n${inner(path, name)}\n}${options});`;
  }
  const file = `routes/r${routeFiles.length}.js`;
  const draft = drafts.open(file);
  const head = esm ? 'export default' : 'module.exports =';
  draft.body = `${head} ${esm ? 'function ' : ''}(api, opts) ${esm ? '' : '=> '}{\n${inner(file, 'api')}\n}${esm ? '' : ';'}`;
  const name = `routes${routeFiles.length}`;
  if (!esm) return `${api}.register(require('./${file.replace(/\.js$/, '')}')${options});`;
  drafts.open(ENTRY).imports.set(file, new Set([name]));
  return `${api}.register(${name}${options});`;
}

function exportHandler(esm: boolean, api: string, run: 'await' | 'plain' | 'callback'): string {
  const head = esm ? 'export const handler =' : 'exports.handler =';
  if (run === 'callback')
    return `${head} (event, context, callback) => {\n${api}.run(event, context, callback);\n};`;
  if (run === 'plain') return `${head} (event, context) => ${api}.run(event, context);`;
  return `${head} async (event, context) => {\nreturn await ${api}.run(event, context);\n};`;
}

/** Indents by the brackets that lines leave open. */
function indented(text: string): string {
  let depth = 0;
  const lines = text.split('\n').map((line) => {
    const closing = /^[}\])]/.test(line) || /^(?:case\b|default:)/.test(line) ? 1 : 0;
    const result = line === '' ? '' : '  '.repeat(Math.max(0, depth - closing)) + line;
    const code = line.replace(/'[^']*'|`[^`]*`|\/\/.*/g, '');
    depth += count(code, /[{[(]/g) - count(code, /[}\])]/g);
    return result;
  });
  return `${lines.join('\n').trim()}\n`;
}

function count(text: string, pattern: RegExp): number {
  return (text.match(pattern) ?? []).length;
}
