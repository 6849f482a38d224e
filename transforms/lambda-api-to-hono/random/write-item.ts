import type { Callee, Item, LoopForm } from './application.js';
import { type Drafts, ENTRY } from './drafts.js';
import { writeFunction } from './write-function.js';
import { typeOf } from './write-types.js';

const MOST_ROUTE_FILES = 1;

/** Source text of one registration; files that it needs are opened. */
export function writeItem(drafts: Drafts, path: string, api: string, item: Item): string {
  const list =
    item.kind === 'register' ? [] : item.functions.map((one) => callee(drafts, path, one));
  const note = drafts.app.style.comments ? `// ${item.kind}\n` : '';
  if (item.kind === 'register') return note + writeRegister(drafts, path, api, item);
  if (item.kind === 'loop') return note + writeLoop(api, item.form, list);
  if (item.kind === 'use') return `${note}${api}.use(${item.paths}${list.join(', ')});`;
  if (item.kind === 'finally') return `${note}${api}.finally(${list.join(', ')});`;
  const open = item.call.endsWith('(') ? item.call : `${item.call}, `;
  return `${note}${api}.${open}${list.join(', ')});`;
}

function callee(drafts: Drafts, path: string, one: Callee): string {
  if ('text' in one) return drafts.place(path, one.text);
  const style = one.arrow ? 'arrow' : 'expression';
  return drafts.place(path, writeFunction(one.fn, style, drafts.app.typed));
}

function writeLoop(
  api: string,
  form: LoopForm,
  [first = '', second = '']: readonly string[],
): string {
  if (form === 'paths') return `for (const path of ['/m', '/n/:id']) ${api}.get(path, ${first});`;
  if (form === 'object')
    return `const table = { '/m': ${first}, '/t/:id': ${second} };\nObject.entries(table).forEach(([path, fn]) => ${api}.get(path, fn));`;
  if (form === 'of')
    return `for (const { path, fn } of [\n{ path: '/m', fn: ${first} },\n{ path: '/n/:id', fn: ${second} },\n]) {\n${api}.post(path, fn);\n}`;
  return `[\n['get', '/m', ${first}],\n['post', '/m', ${second}],\n].forEach(([method, path, fn]) => ${api}[method](path, fn));`;
}

function writeRegister(
  drafts: Drafts,
  path: string,
  api: string,
  item: Extract<Item, { kind: 'register' }>,
): string {
  const { esm, typed } = drafts.app;
  const options = [item.prefix, ...(item.again ? [item.again] : [])].map((prefix) =>
    prefix === undefined ? '' : `, { prefix: ${prefix} }`,
  );
  const routeFiles = [...drafts.files.keys()].filter((name) => name.startsWith('routes/'));
  const inner = (file: string, name: string): string =>
    item.items.map((one) => writeItem(drafts, file, name, one)).join('\n');
  const parameters = (name: string): string =>
    `${name}${typeOf('api', typed)}, opts${typeOf('opts', typed)}`;
  if (!item.apart || path !== ENTRY || routeFiles.length >= MOST_ROUTE_FILES) {
    const name = item.inline ? 'v' : api;
    return `${api}.register((${parameters(name)}) => {\n${inner(path, name)}\n}${options[0]});`;
  }
  const file = `routes/r${routeFiles.length}`;
  const draft = drafts.open(file);
  const body = `{\n${inner(file, 'api')}\n}`;
  draft.body = esm
    ? `export default function (${parameters('api')}) ${body}`
    : `module.exports = (${parameters('api')}) => ${body};`;
  const name = `routes${routeFiles.length}`;
  if (esm) drafts.open(ENTRY).imports.set(file, new Set([name]));
  const routes = esm ? name : `require('./${file}')`;
  return options.map((option) => `${api}.register(${routes}${option});`).join('\n');
}
