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

/** On Hono from the start: a header behind the answer, and exceptions that Hono answers. */
const ON_HONO = `import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { bearerAuth } from 'hono/bearer-auth';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';

const app = new Hono();
app.use('/b/*', bearerAuth({ token: 'secret' }));
app.get('/a', cors(), (c) => c.json({ a: 1 }));
app.get('/b/c', (c) => c.text('in'));
app.get('/d', () => {
  throw new HTTPException(418, { message: 'tea' });
});
export const handler = handle(app);
`;

test('the module that the guide shows keeps the bodies of an API that was always on Hono', async () => {
  const guide = readFileSync('docs/verify-llrt.md', 'utf8');
  const [, shim = ''] = /```js\n(\/\/ response-body\.js\n[^]*?)```/.exec(guide) ?? [];
  const root = workspace({
    'package.json': MANIFEST.replace('lambda-api": "^1.5.0', 'hono": "^4.13.0'),
    'src/response-body.js': shim,
    'src/index.js': ON_HONO,
  });
  const events = ['/a', '/b/c', '/d'].map((path) => ({
    version: '2.0',
    rawPath: path,
    headers: { origin: 'https://example.com', host: 'a' },
    requestContext: { http: { method: 'GET', path } },
  }));
  write(root, { 'events.json': JSON.stringify(events) });
  const onLlrt = async (release: string): Promise<number> => {
    const llrt = ['--runtime', 'llrt', '--llrt', release, '--json', '--events', 'events.json'];
    const ran = await verify(root, ...llrt);
    return (JSON.parse(ran.stdout) as VerifyReport).summary.different;
  };
  expect(await onLlrt('0.8.1')).toBe(3);
  write(root, { 'src/index.js': `import './response-body.js';\n${ON_HONO}` });
  for (const release of ['0.7.0', '0.8.1', 'main']) expect(await onLlrt(release), release).toBe(0);
  const checked = await call(root, undefined, 'check', '--llrt', '0.8.1', '--json');
  expect(checked.stdout).not.toContain('"llrt-response-body"');
});

test('an exception that Hono answers needs it, one that the application answers does not', async () => {
  const root = workspace({
    'package.json': MANIFEST.replace('"lambda-api"', '"hono": "^4.13.0",\n    "lambda-api"'),
    'src/index.js': `import lambdaApi from 'lambda-api';
const api = lambdaApi();
api.get('/a', (req, res) => res.json({ a: 1 }));
export const handler = (event, context) => api.run(event, context);
`,
  });
  expect(await apply(root)).toBe(0);
  const migrated = readFileSync(join(root, 'src/index.js'), 'utf8');
  const throwing = migrated
    .replace(
      "import { Hono } from 'hono';",
      "import { Hono } from 'hono';\nimport { HTTPException } from 'hono/http-exception';",
    )
    .replace(
      'return c.json',
      "if (c.req.query('q')) throw new HTTPException(418);\n  return c.json",
    );
  expect(throwing).toContain('.onError(');
  write(root, { 'src/index.js': throwing });
  expect(await apply(root)).toBe(0);
  expect(readFileSync(join(root, 'src/index.js'), 'utf8')).not.toContain('keepResponseBody');
  write(root, { 'src/index.js': throwing.replace(/\.onError\([^;]*\)/, '') });
  expect(await apply(root)).toBe(0);
  expect(readFileSync(join(root, 'src/index.js'), 'utf8')).toContain('keepResponseBody();');
});
