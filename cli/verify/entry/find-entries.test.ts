import { expect, test } from 'vitest';
import { findEntries } from './find-entries.js';

const found = (text: string, file = 'src/index.ts'): string[] =>
  findEntries(new Map([[file, text]])).map(({ exportName }) => exportName ?? '');

test.each([
  [
    'exports.handler = async (event, context) => { return await api.run(event, context); };',
    'handler',
  ],
  ['module.exports.router = (e, c, cb) => { api.run(e, c, cb) };', 'router'],
  ['exports.handler = app.run.bind(app);', 'handler'],
  [
    'export const main = async (event: Event, context: Context) => api.run(event as never, context);',
    'main',
  ],
  [
    'export async function handler(event, context) { await connect(); return api.run(event, context); }',
    'handler',
  ],
  [
    'const serve = (event, context) => api.run(event, context);\nmodule.exports = { serve, other: 1 };',
    'serve',
  ],
  [
    'module.exports = { handler: async function (event, context) { return api.run(event, context) } };',
    'handler',
  ],
  [
    'const inner = (e, c) => api.run(e, c);\nconst outer = middy(inner);\nexport { outer as handler };',
    'handler',
  ],
  ["import { handle } from 'hono/aws-lambda';\nexport const handler = handle(app);", 'handler'],
  ["const { bridge } = require('./lambda-api-compat');\nexports.handler = bridge(api);", 'handler'],
  [
    'function handle() {}\nexports.handler = async (e, c) => lambdaApiBridge(api)(e, c);',
    'handler',
  ],
  ['export default (event, context) => api.run(event, context);', 'default'],
  [
    'const run = (event, context) => api.run(event, context);\nexport const handler = run;\nexport default run;',
    'handler',
  ],
  [
    'exports.handler = async (event, context) => { return await bridge(api)(event, context); };',
    'handler',
  ],
])('finds the handler in %s', (text, name) => {
  expect(found(text)).toEqual([name]);
});

test.each([
  'export const save = (row) => db.run(sql, row);',
  'export function bridge(api) { return (event, context) => api.run(event, context); }',
  'export function handle(app) { return (e) => app.fetch(e); }\nexport function bridge(api) { const app = hono(api); const run = handle(app); return (event, context) => run(event, context); }',
  'export const handler = async () => ({ statusCode: 200 });',
  'const handler = (event, context) => api.run(event, context);',
])('finds none in %s', (text) => {
  expect(found(text)).toEqual([]);
});

test('a module with two handlers has both; tests have none', () => {
  const text = 'exports.v1 = (e, c) => a.run(e, c);\nexports.v2 = (e, c) => b.run(e, c);';
  expect(found(text)).toEqual(['v1', 'v2']);
  expect(found(text, 'src/index.test.js')).toEqual([]);
  expect(found(text, 'test/index.js')).toEqual([]);
});
