import { afterAll, describe, expect, it } from 'vitest';
import { createPlan, type Plan } from '../engine/plan.js';
import { createStatus } from '../engine/status.js';
import { openWorkspace } from '../engine/workspace.js';
import { makeSandbox } from '../form-data-to-url-search-params/testing/sandbox.js';
import { lambdaApiToHono } from '../lambda-api-to-hono/index.js';
import { applyTo, filesAfter } from '../lambda-api-to-hono/testing/migration.js';
import { compat } from '../llrt/compat.js';
import { NEWEST } from '../llrt/release.js';
import { nodejsFunctionToLlrt } from './index.js';
import { binaryFor, isUnrunnable } from './sdk.js';

const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

const MONOREPO = new Map([
  ['package.json', '{ "name": "all", "workspaces": ["infra", "services/*", "libs/*"] }\n'],
  ['infra/package.json', '{ "name": "infra", "devDependencies": { "aws-cdk-lib": "^2.200.0" } }\n'],
  [
    'infra/stack.ts',
    `import { join } from 'node:path';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { Construct } from 'constructs';

export function make(scope: Construct): void {
  new NodejsFunction(scope, 'Api', {
    entry: join(__dirname, '../services/api/src/index.js'),
  });
}
`,
  ],
  ['services/api/package.json', '{ "name": "api", "dependencies": { "lambda-api": "^1.0.0" } }\n'],
  [
    'services/api/src/index.js',
    `const { SESv2Client } = require('@aws-sdk/client-sesv2');
const api = require('lambda-api')();

api.get('/', async (req, res) => res.json({ region: new SESv2Client({}).config !== undefined }));

exports.handler = async (event, context) => api.run(event, context);
`,
  ],
  ['libs/db/package.json', '{ "name": "@acme/db" }\n'],
  ['libs/db/index.ts', 'export const db = 1;\n'],
]);

function planAll(folder: string, packages: readonly string[] = []): Promise<Plan> {
  const transforms = [lambdaApiToHono, nodejsFunctionToLlrt];
  return createPlan(openWorkspace({ cwd: folder }), { packages }, transforms);
}

describe('an entry in another package', () => {
  it('is looked at as the other transforms leave it', async () => {
    const folder = sandbox.place('monorepo', MONOREPO);
    const plan = await planAll(folder);
    const after = filesAfter(MONOREPO, plan);
    expect(after.get('infra/stack.ts')).toContain('llrtBinaryType: LlrtBinaryType.FULL_SDK,');
    expect(after.get('infra/package.json')).toContain('"cdk-lambda-llrt": "^0.1.4"');
    expect(after.get('services/api/package.json')).not.toContain('cdk-lambda-llrt');
    applyTo(folder, plan);
    expect((await planAll(folder)).files).toEqual([]);
  });

  it('keeps the function on Node.js while it is on lambda-api', async () => {
    const plan = await planAll(sandbox.place('monorepo-infra', MONOREPO), ['infra']);
    expect(plan.files).toEqual([]);
    expect(plan.findings).toMatchObject([
      { code: 'cdk-not-ready', file: 'infra/stack.ts', line: 6 },
    ]);
    expect(plan.findings[0]?.message).toContain('services/api/src/index.js:2');
  });

  it('is only waited for in the status while it is on lambda-api', async () => {
    const workspace = openWorkspace({ cwd: sandbox.place('monorepo-status', MONOREPO) });
    const status = await createStatus(workspace, {}, [lambdaApiToHono, nodejsFunctionToLlrt]);
    const [cdk] = status.packages.find(({ name }) => name === 'infra')?.transforms ?? [];
    expect(cdk).toMatchObject({ pending: 1, blocked: 0, findings: [{ code: 'cdk-waits' }] });
  });

  it('gets the full SDK where a package of the workspace is loaded', async () => {
    const files = new Map(MONOREPO).set(
      'services/api/src/index.js',
      `exports.handler = async () => require('@acme/db').db;\n`,
    );
    const plan = await planAll(sandbox.place('monorepo-library', files));
    expect(plan.findings).toMatchObject([{ code: 'cdk-entry-unseen', severity: 'warning' }]);
    expect(filesAfter(files, plan).get('infra/stack.ts')).toContain('FULL_SDK');
  });
});

describe('the binary', () => {
  it.each([
    [[], 'STANDARD'],
    [['hono', '@aws-sdk/client-s3', '@aws-sdk/s3-request-presigner'], 'STANDARD'],
    [['@aws-sdk/util-arn-parser', '@smithy/types'], 'STANDARD'],
    [['@aws-sdk/client-iam', '@aws-sdk/client-s3'], 'FULL_SDK'],
    [['@aws-sdk/client-cloudfront'], { lacks: '@aws-sdk/client-cloudfront' }],
    [['@smithy/node-http-handler'], { lacks: '@smithy/node-http-handler' }],
    [['@aws-sdk/client-iam', '@aws-sdk/util-arn-parser'], { lacks: '@aws-sdk/util-arn-parser' }],
  ])('for %j is %j', (packages, expected) => {
    expect(binaryFor(new Set(packages))).toEqual(expected);
  });

  it.each([
    ['node:http', true],
    ['worker_threads', true],
    ['lambda-api', true],
    ['aws-sdk', true],
    ['jwks-rsa', true],
    ['serverless-http', true],
    ['timers/promises', true],
    ['node:stream/consumers', true],
    ['node:crypto', false],
    ['hono', false],
  ])('cannot run %s: %s', (specifier, expected) => {
    expect(isUnrunnable(specifier, specifier)).toBe(expected);
  });

  it('can run the modules of Node.js that the newest release has, and no others', () => {
    const names = Object.keys(compat.modules);
    expect(names.length).toBeGreaterThan(40);
    for (const name of names)
      expect([name, isUnrunnable(`node:${name}`, `node:${name}`)]).toEqual([
        name,
        compat.modules[name]?.exports_by_version?.[NEWEST] === undefined,
      ]);
  });

  it.each([
    ['5.10.0', true],
    ['6.2.18', false],
    [undefined, true],
  ])('cannot run jose %s: %s', (version, expected) => {
    expect(isUnrunnable('jose/errors', 'jose', version)).toBe(expected);
  });
});

describe('functions of finished code', () => {
  const findingsOf = async (name: string, stack: string): Promise<readonly string[]> => {
    const files = new Map([
      ['package.json', '{ "name": "infra", "devDependencies": { "aws-cdk-lib": "^2.200.0" } }\n'],
      ['stack.ts', stack],
    ]);
    const workspace = openWorkspace({ cwd: sandbox.place(name, files) });
    const { findings } = await createPlan(workspace, {}, [nodejsFunctionToLlrt]);
    return findings.map(({ code, line }) => `${code}:${line}`);
  };
  const make = (runtime: string): string => `import * as lambda from 'aws-cdk-lib/aws-lambda';
export const make = (scope: any) =>
  new lambda.Function(scope, 'A', { runtime: lambda.Runtime.${runtime}, handler: 'a.b', code });
`;

  it('are told about, also where there is no NodejsFunction', async () => {
    expect(await findingsOf('finished', make('NODEJS_22_X'))).toEqual(['cdk-plain-function:3']);
  });

  it('are those on Node.js alone, of the CDK', async () => {
    expect(await findingsOf('python', `${make('PYTHON_3_13')}// Runtime.NODEJS_22_X\n`)).toEqual(
      [],
    );
    const other = make('NODEJS_22_X').replace('aws-cdk-lib/aws-lambda', './lambda.js');
    expect(await findingsOf('other', other)).toEqual([]);
  });
});

describe('code that would not start', () => {
  const MAKE = `import * as path from 'node:path';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';

export class Api {
  readonly entry = path.join(__dirname + '/src/index.ts');

  make(scope: any): void {
    new NodejsFunction(scope, 'Api', { entry: this.entry, bundling: { minify: true } });
  }
}
`;
  let count = 0;
  const codesOf = async (code: string, stack = MAKE): Promise<readonly string[]> => {
    count += 1;
    const files = new Map([
      ['package.json', '{ "name": "infra", "devDependencies": { "aws-cdk-lib": "^2.200.0" } }\n'],
      ['stack.ts', stack],
      ['src/index.ts', code],
    ]);
    const workspace = openWorkspace({ cwd: sandbox.place(`start-${count}`, files) });
    const { findings } = await createPlan(workspace, {}, [nodejsFunctionToLlrt]);
    return findings.map(({ code: found }) => found);
  };

  it.each([
    ["import { createSign } from 'node:crypto';\nexport const handler = createSign;\n"],
    ["const { unzipSync } = require('zlib');\nexports.handler = unzipSync;\n"],
    ["import axios from 'axios';\nexport const handler = axios;\n"],
  ])('%j keeps the function on Node.js', async (code) => {
    expect(await codesOf(code)).toEqual(['cdk-not-ready']);
  });

  it.each([
    ["import { createHash } from 'node:crypto';\nexport const handler = createHash;\n"],
    [
      "import type { KeyObject } from 'node:crypto';\nexport const handler = (key: KeyObject) => key;\n",
    ],
  ])('%j does not', async (code) => {
    expect(await codesOf(code)).toEqual(['cdk-binary-type']);
  });

  it('knows bundles that take the builds for browsers', async () => {
    const args = "minify: true, esbuildArgs: { '--conditions': 'browser' }";
    const stack = MAKE.replace('minify: true', args);
    const code = "import axios from 'axios';\nexport const handler = axios;\n";
    expect(await codesOf(code, stack)).toEqual(['cdk-binary-type']);
  });

  it.each([
    ['durableConfig: { executionTimeout }', ['cdk-managed-runtime']],
    ['snapStart: SnapStartConf.ON_PUBLISHED_VERSIONS', ['cdk-managed-runtime']],
    ['adotInstrumentation: { layerVersion }', ['cdk-instrumentation', 'cdk-binary-type']],
  ])('or options that LLRT cannot have: %s', async (option, expected) => {
    const stack = MAKE.replace('entry: this.entry,', `entry: this.entry, ${option},`);
    expect(await codesOf('export const handler = () => 1;\n', stack)).toEqual(expected);
  });
});
