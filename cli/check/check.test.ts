import { cpSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createPlan } from '../../transforms/engine/plan.js';
import { openWorkspace } from '../../transforms/engine/workspace.js';
import { loadTransforms } from '../../transforms/registry.js';
import { makeFolder } from '../../transforms/testing/folders.js';
import { applyPlan } from '../journal/apply.js';
import { checkFolder } from './testing/check-folder.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

const ROUTES = {
  'package.json': '{ "name": "api", "type": "module", "dependencies": { "hono": "^4.0.0" } }',
  'src/index.ts': `import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { stamp, token } from './token.js';
import { files } from './files.js';

const app = new Hono().basePath('/v1');
app.get('/health', (c) => c.text('ok'));
app.get('/token', (c) => c.text(token()));
app.get('/stamp', (c) => c.text(stamp()));
app.route('/files', files);
export const handler = handle(app);
`,
  'src/token.ts': `import { createHash, createSign } from 'node:crypto';

export const token = () => createSign('RSA-SHA256').update('a').sign(process.env['KEY'] ?? '', 'hex');
export const stamp = () => createHash('sha256').update('a').digest('hex');
`,
  'src/files.ts': `import { Hono } from 'hono';
import { existsSync } from 'node:fs';

export const files = new Hono();
files.get('/:name', (c) => c.json({ there: existsSync(c.req.param('name')) }));
`,
};

describe('check', () => {
  it('says for each route what stands in its way', async () => {
    const { report } = await checkFolder(makeFolder(ROUTES));
    expect(
      report.packages[0]?.routes.map(({ id, ready, blockedBy }) => [id, ready, blockedBy]),
    ).toEqual([
      ['GET /v1/files/:name', false, ['llrt-fs-callbacks']],
      ['GET /v1/health', true, []],
      ['GET /v1/token', false, ['llrt-node-crypto-sign']],
      ['GET /v1/stamp', true, []],
    ]);
    expect(report.findings.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
      'src/files.ts:2:10',
      'src/token.ts:1:22',
    ]);
  });

  it('tells the routes of CommonJS modules apart, also those on one line', async () => {
    const root = makeFolder({
      'package.json': '{ "name": "api", "dependencies": { "lambda-api": "^1.0.0" } }',
      'index.js': `const api = require('lambda-api')();
const { load } = require('./store');
api.get('/a', (req, res) => res.send('a'));
api.get('/b', (req, res) => res.json(load()));
api.register(require('./more'), { prefix: '/m' });
exports.handler = (event, context) => api.run(event, context);
`,
      'more.js': `const { load } = require('./store');
module.exports = (api) => { api.get('/x', (req, res) => res.send('x')); api.get('/y', (req, res) => res.json(load())); };
`,
      'store.js': "const fs = require('fs');\nexports.load = () => fs.existsSync('x');\n",
    });
    const { report } = await checkFolder(root);
    const found = report.findings.find(({ code }) => code === 'llrt-fs-callbacks');
    expect(found?.routes?.toSorted()).toEqual(['GET /b', 'GET /m/y']);
    const state = report.packages[0]?.routes.map(({ id, needs }) => `${id} ${needs}`);
    expect(state?.toSorted()).toEqual([
      'GET /a migration',
      'GET /b changes',
      'GET /m/x migration',
      'GET /m/y changes',
    ]);
  });

  it('narrows to a route', async () => {
    const root = makeFolder(ROUTES);
    const ready = await checkFolder(root, ['--route', 'GET /v1/health']);
    expect(ready.report).toMatchObject({
      ready: true,
      findings: [],
      summary: { routes: 1, ready: 1 },
    });
    const other = await checkFolder(root, ['--route', 'GET /v1/token']);
    expect(other.report.findings.map(({ code }) => code)).toEqual(['llrt-node-crypto-sign']);
  });

  it('gives the migrated sample service no error, and the one before only what apply takes away', async () => {
    const root = makeFolder({});
    cpSync(join(REPOSITORY, 'fixtures/apps/console-access'), root, { recursive: true });
    symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'));
    const before = await checkFolder(root);
    expect(before.report).toMatchObject({
      ready: false,
      summary: { errors: 1, routes: 18, ready: 0 },
    });
    expect(before.report.packages[0]?.routes.every(({ needs }) => needs === 'migration')).toBe(
      true,
    );
    applyPlan(root, await createPlan(openWorkspace({ cwd: root }), {}, await loadTransforms()));
    for (const llrt of ['0.7.0', '0.8.1']) {
      const { report } = await checkFolder(root, ['--llrt', llrt]);
      expect(report).toMatchObject({ ready: true, summary: { errors: 0, routes: 18, ready: 18 } });
    }
    // The service reads the header origin, which Request leaves out after 0.8.1.
    const { report } = await checkFolder(root, ['--llrt', 'main']);
    const errors = report.findings.filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code, file }) => [code, file])).toEqual([
      ['llrt-request-forbidden-headers', 'src/middleware/cors.js'],
    ]);
  });

  it('writes SARIF with a rule, a level and a place for each finding', async () => {
    const root = makeFolder(ROUTES);
    await checkFolder(root, ['--sarif', 'out.sarif']);
    const log = JSON.parse(readFileSync(join(root, 'out.sarif'), 'utf8'));
    const [run] = log.runs;
    expect(log.version).toBe('2.1.0');
    expect(run.tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual([
      'llrt-fs-callbacks',
      'llrt-node-crypto-sign',
    ]);
    expect(run.results).toHaveLength(2);
    expect(run.results[1]).toMatchObject({
      ruleId: 'llrt-node-crypto-sign',
      ruleIndex: 1,
      level: 'error',
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: 'src/token.ts', uriBaseId: 'ROOT' },
            region: { startLine: 1, startColumn: 22 },
          },
        },
      ],
    });
  });
});
