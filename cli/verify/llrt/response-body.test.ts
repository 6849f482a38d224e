import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { VerifyReport } from '../report.js';
import { call, verify, watchTemporaryFiles, workspace, write } from '../testing/workspace.js';

watchTemporaryFiles();

const MANIFEST = `{
  "name": "app",
  "type": "module",
  "dependencies": {
    "lambda-api": "^1.5.0"
  }
}
`;

/** Answers, and answers once more when something fails behind it. */
const ANSWERS_AGAIN = `import lambdaApi from 'lambda-api';

const api = lambdaApi();

const audit = async (q) => {
  if (q) throw new Error('no audit');
};

api.get('/caught', async (req, res) => {
  try {
    res.json({ caught: false });
    await audit(req.query.q);
  } catch (err) {
    res.status(500).json({ caught: err.message });
  }
});

export const handler = (event, context) => api.run(event, context);
`;

const EVENTS = ['/caught', '/caught?q=1', '/a'].map((target) => {
  const [path = '', query = ''] = target.split('?');
  const queryStringParameters = query === '' ? null : { q: '1' };
  return { httpMethod: 'GET', path, queryStringParameters, headers: {} };
});

async function differences(root: string, ...args: string[]): Promise<number> {
  write(root, { 'events.json': JSON.stringify(EVENTS) });
  const ran = await verify(root, ...args, '--events', 'events.json', '--json');
  expect(ran.stderr).not.toMatch(/does not start|could not be loaded/);
  return (JSON.parse(ran.stdout) as VerifyReport).summary.different;
}

const apply = async (root: string, ...args: string[]): Promise<number> =>
  (await call(root, undefined, 'apply', '--yes', '--allow-dirty', ...args)).code;

test('the body of an answer is kept up to 0.8.1, and the call leaves when the release rises', async () => {
  const root = workspace({ 'package.json': MANIFEST, 'src/index.js': ANSWERS_AGAIN });
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');

  expect(await apply(root, '--llrt', 'main')).toBe(0);
  expect(read('src/index.js')).not.toContain('keepResponseBody');
  const bare = read('src/index.js');
  expect(await differences(root)).toBe(0);
  expect(await differences(root, '--runtime', 'llrt', '--llrt', '0.8.1')).toBeGreaterThan(0);

  // The newest known release is the default.
  expect(await apply(root)).toBe(0);
  expect(read('src/index.js')).toContain('\nkeepResponseBody();\nconst app = new Hono(');
  const again = await call(root, undefined, 'diff', '--exit-code');
  expect([again.code, again.stdout]).toEqual([0, '']);
  for (const release of ['0.7.0', '0.8.1', 'main'])
    expect(await differences(root, '--runtime', 'llrt', '--llrt', release), release).toBe(0);
  expect(await differences(root)).toBe(0);

  write(root, { 'llrt-migrate.config.json': '{ "llrt": "v0.9.0-beta" }' });
  expect(await apply(root)).toBe(0);
  expect(read('src/index.js')).toBe(bare);
  expect(read('src/lambda-api-compat.js')).not.toContain('keepResponseBody');
});

test('code that answers once has no need of it', async () => {
  const once = ANSWERS_AGAIN.replace('res.status(500).json({ caught: err.message })', 'throw err');
  const root = workspace({ 'package.json': MANIFEST, 'src/index.js': once });
  expect(await apply(root)).toBe(0);
  const text = readFileSync(join(root, 'src/index.js'), 'utf8');
  expect(text).toContain('new Hono(');
  expect(text).not.toContain('keepResponseBody');
  expect(await differences(root, '--runtime', 'llrt')).toBe(0);
});

test('a middleware of Hono that touches the response needs it', async () => {
  const root = workspace({
    'package.json': MANIFEST.replace('"lambda-api"', '"hono": "^4.13.0",\n    "lambda-api"'),
    'src/index.js': `import lambdaApi from 'lambda-api';
const api = lambdaApi();
api.get('/a', (req, res) => res.json({ a: 1 }));
export const handler = (event, context) => api.run(event, context);
`,
  });
  expect(await apply(root)).toBe(0);
  const text = readFileSync(join(root, 'src/index.js'), 'utf8');
  write(root, {
    'src/index.js': text
      .replace(
        "import { Hono } from 'hono';",
        "import { Hono } from 'hono';\nimport { cors } from 'hono/cors';",
      )
      .replace("app.get('/a'", "app.use('/*', cors());\napp.get('/a'"),
  });
  expect(await apply(root)).toBe(0);
  const after = readFileSync(join(root, 'src/index.js'), 'utf8');
  expect(after).toContain('keepResponseBody();');
  // Without the journal the code as it is now runs on both sides.
  rmSync(join(root, '.llrt-migrate'), { recursive: true });
  expect(await differences(root, '--runtime', 'llrt')).toBe(0);
  write(root, { 'src/index.js': after.replace('keepResponseBody();', '') });
  expect(await differences(root, '--runtime', 'llrt')).toBeGreaterThan(0);
});
