import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import type { VerifyReport } from '../report.js';
import { type Files, verify, watchTemporaryFiles, workspace } from '../testing/workspace.js';

watchTemporaryFiles();

const event = {
  name: 'one',
  event: { version: '2.0', rawPath: '/', requestContext: { http: { method: 'GET' } } },
};

async function replay(files: Files, ...args: string[]) {
  const root = workspace({
    'package.json': '{ "name": "app", "type": "module" }',
    'events.json': JSON.stringify(event),
    ...files,
  });
  for (const name of ['@aws-sdk', '@smithy']) {
    const link = join(root, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(resolve('node_modules', name), link);
  }
  const common = ['--runtime', 'llrt', '--events', 'events.json', '--json'];
  const ran = await verify(root, ...common, ...args);
  const report = JSON.parse(ran.stdout) as VerifyReport;
  return { ran, report };
}

test('TypeScript, with stubs of the setup module', async () => {
  const files = {
    'src/index.ts': `import { readTable } from '@acme/tables';
export const handler = async (): Promise<object> => ({
  statusCode: 200,
  body: JSON.stringify(readTable()),
});
`,
    'setup.mjs': "export const stubs = { '@acme/tables': { readTable: () => ['row'] } };\n",
  };
  const args = ['--entry', 'src/index.ts#handler', '--setup', 'setup.mjs'];
  const { ran, report } = await replay(files, ...args);
  expect(ran.code).toBe(0);
  expect(report.summary).toMatchObject({ events: 1, different: 0 });
});

test('a package of the workspace that is not linked', async () => {
  const { ran } = await replay(
    {
      'package.json': '{ "private": true, "workspaces": ["packages/*"] }',
      'packages/shared/package.json': '{ "name": "@acme/shared", "main": "index.ts" }',
      'packages/shared/index.ts': "export const greeting: string = 'hello';",
      'packages/api/package.json': '{ "name": "api", "type": "module" }',
      'packages/api/index.ts': `import { greeting } from '../shared/index.js';
export const handler = async () => ({ statusCode: 200, body: greeting });
`,
    },
    '--entry',
    'packages/api/index.ts#handler',
  );
  expect(ran.code).toBe(0);
});

const SDK = `import { ListTablesCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async () => {
  const { TableNames } = await client.send(new ListTablesCommand({}));
  return { statusCode: 200, body: JSON.stringify(TableNames ?? null) };
};
`;

test('a client of the binary keeps what Node.js has; its calls are compared', async () => {
  const { ran, report } = await replay({ 'src/index.js': SDK }, '--entry', 'src/index.js#handler');
  expect(ran.code).toBe(0);
  expect(report.summary).toMatchObject({ events: 1, different: 0, calls: 1 });
  expect(report.runtime).toMatchObject({ sdk: 'std', lacking: [] });
});

test('without the AWS SDK in the binary a client is bundled, and needs what LLRT lacks', async () => {
  const args = ['--entry', 'src/index.js#handler', '--sdk', 'none'];
  const { ran, report } = await replay({ 'src/index.js': SDK }, ...args);
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/does not start on LLRT 0\.8\.1: .*Could not find export/);
  const [first] = report.runtime?.lacking ?? [];
  expect(first?.file).toMatch(/^node_modules\/@(?:aws-sdk|smithy)\//);
});

test('a package that is not installed is named', async () => {
  const files = {
    'src/index.js': "import 'gone';\nexport const handler = async () => ({ statusCode: 200 });\n",
  };
  const { ran } = await replay(files, '--entry', 'src/index.js#handler');
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("Cannot find package 'gone'");
});

test('a setup module that fills a module of the code is told about', async () => {
  const files = {
    'src/index.js': `import { rows } from './rows.js';
export const handler = async () => ({ statusCode: 200, body: rows.join() });
`,
    'src/rows.js': 'export const rows = [];\n',
    'setup.mjs': "import { rows } from './src/rows.js';\nrows.push('a');\n",
    'stubs.mjs': "export const stubs = { './rows.js': { rows: ['a'] } };\n",
  };
  const entry = ['--entry', 'src/index.js#handler', '--setup'];
  const filled = await replay(files, ...entry, 'setup.mjs');
  expect(filled.ran.stderr).toContain('The setup module imports src/rows.js.');
  expect(filled.report.summary.different).toBe(1);
  const stubbed = await replay(files, ...entry, 'stubs.mjs');
  expect(stubbed.ran.stderr).not.toContain('The setup module imports');
  expect(stubbed.report.summary.different).toBe(0);
});
