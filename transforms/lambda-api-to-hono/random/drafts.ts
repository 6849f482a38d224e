import type { ApplicationText } from './application.js';
import type { Definition } from './functions.js';
import { TYPE_IMPORT } from './write-types.js';
import { writeFactory, writeFunction, writeMethod } from './write-function.js';

/** The module with the API. */
export const ENTRY = 'index';
const HANDLERS = 'handlers';
const HELPERS = 'lib/http';
const CONTROLLER = 'controller';
const HANDLER_KINDS = 'HMEZFW';

/** A file while it is written. */
interface Draft {
  readonly imports: Map<string, Set<string>>;
  readonly defined: Map<string, string>;
  body: string;
}

/** The modules of an application while they are written, by path without extension. */
export class Drafts {
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

  /** The text of a module. */
  finish(path: string, draft: Draft): string {
    const { esm, typed, style, options } = this.app;
    const isEntry = path === ENTRY;
    const heads = [...draft.imports].map(([from, names]) => this.importLine(path, from, names));
    const create = `const ${style.apiName} = ${esm ? 'createAPI' : "require('lambda-api')"}(${options});`;
    const first = isEntry && esm ? ["import createAPI from 'lambda-api';"] : [];
    const isModule = path === HANDLERS || path === HELPERS;
    return [
      [...first, ...(typed ? [TYPE_IMPORT] : []), ...heads].join('\n'),
      ...(isEntry ? [create] : []),
      ...(path === CONTROLLER ? this.controllerText(draft) : draft.defined.values()),
      draft.body,
      ...(isModule ? [this.exportLine(draft)] : []),
    ]
      .filter((part) => part !== '')
      .join('\n\n');
  }

  private use(path: string, kind: string, index: number): string {
    const pool = this.app.definitions.filter((item) => item.kind === (kind === 'F' ? 'M' : kind));
    const at = index % pool.length;
    const definition = pool[at];
    if (!definition) throw new Error(`The application has no function of kind ${kind}.`);
    const home = homeOf(definition, kind, path);
    const name = `${NAMES[kind] ?? kind}${at}`;
    const draft = this.open(home);
    if (!draft.defined.has(name)) draft.defined.set(name, '');
    if (draft.defined.get(name) === '') {
      const text = this.place(home, this.define(definition, kind, name));
      draft.defined.delete(name); // after what it refers to
      draft.defined.set(name, text);
    }
    if (home === path) return name;
    const file = this.open(path);
    const imported = home === CONTROLLER ? 'controller' : name;
    file.imports.set(home, (file.imports.get(home) ?? new Set()).add(imported));
    if (home === CONTROLLER) return `controller.${name}`;
    return this.app.style.whole ? `${spaceOf(home)}.${name}` : name;
  }

  private define({ fn, declared }: Definition, kind: string, name: string): string {
    const { typed } = this.app;
    if (kind === 'F') return writeFactory(fn, name, typed);
    if (kind === 'O') return writeMethod(fn, name, typed);
    return declared
      ? writeFunction(fn, { declaration: name }, typed)
      : `const ${name} = ${writeFunction(fn, 'arrow', typed)};`;
  }

  private controllerText(draft: Draft): string[] {
    const methods = [...draft.defined.values()];
    const { esm, style } = this.app;
    const head = esm ? 'export default' : 'module.exports =';
    if (style.controller === 'class')
      return [`class Controller {\n${methods.join('\n\n')}\n}`, `${head} new Controller();`];
    return [`${head} {\n${methods.map((text) => `${text},`).join('\n\n')}\n};`];
  }

  private importLine(path: string, from: string, names: ReadonlySet<string>): string {
    const { esm, typed, style } = this.app;
    const target = `${path.includes('/') ? '..' : '.'}/${from}`;
    const isModule = from === HANDLERS || from === HELPERS;
    const list = `{ ${[...names].join(', ')} }`;
    const [only = ''] = names;
    const file = typed ? target : `${target}.js`;
    if (esm && !isModule) return `import ${only} from '${file}';`;
    if (esm) return `import ${style.whole ? `* as ${spaceOf(from)}` : list} from '${file}';`;
    if (!isModule) return `const ${only} = require('${target}');`;
    return `const ${style.whole ? spaceOf(from) : list} = require('${target}');`;
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
  W: 'wrap',
  O: 'show',
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

function homeOf({ shared }: Definition, kind: string, path: string): string {
  if (kind === 'O') return CONTROLLER;
  if (!shared) return path;
  return HANDLER_KINDS.includes(kind) ? HANDLERS : HELPERS;
}

function spaceOf(path: string): string {
  return path === HANDLERS ? 'handlers' : 'http';
}
