import { expect, it } from 'vitest';
import { makeFolder } from '../../transforms/testing/folders.js';
import { checkFolder } from './testing/check-folder.js';

const MANIFEST = '{ "name": "app", "type": "module", "dependencies": { "hono": "^4.13.0" } }';
const app = (adapter: string, lines: string): string => `import { Hono } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { handle } from '${adapter}';
const app = new Hono();
${lines}
export const handler = handle(app);
`;
const ONE = "app.get('/a', (c) => {\n  setCookie(c, 'a', '1');\n  return c.text('a');\n});";
const TWO = ONE.replace("'1');", "'1');\n  deleteCookie(c, 'b');");
const AFTER = "app.use(async (c, next) => {\n  await next();\n  setCookie(c, 'a', '1');\n});";

it.each([
  ['alone', 'hono/aws-lambda', ONE, []],
  ['of two', 'hono/aws-lambda', TWO, ['warning', 'warning']],
  ['of a finished response', 'hono/aws-lambda', AFTER, ['error']],
  ['of two, handed on by another adapter', './adapter.js', TWO, []],
])('a cookie %s, on main', async (_name, adapter, lines, expected) => {
  const root = makeFolder({
    'package.json': MANIFEST,
    'src/adapter.js': 'export const handle = (app) => (event) => app.request(event.rawPath);\n',
    'src/index.js': app(adapter, lines),
  });
  const severities = async (llrt: string): Promise<readonly string[]> => {
    const { report } = await checkFolder(root, ['--llrt', llrt]);
    const found = report.findings.filter(({ code }) => code === 'llrt-response-set-cookie');
    return found.map(({ severity }) => severity);
  };
  expect(await severities('main')).toEqual(expected);
  expect(await severities('0.8.1')).toEqual([]);
});
