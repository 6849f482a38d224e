import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../transforms/testing/folders.js';
import { checkFolder } from './testing/check-folder.js';

const codes = async (
  files: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<readonly [number, readonly string[]]> => {
  const { code, report } = await checkFolder(makeFolder(files), args);
  return [code, report.findings.map((finding) => finding.code)];
};
const MANIFEST = '{ "name": "app", "type": "module" }';
const PLAIN = 'export const handler = () => 1;\n';
const SAM = (handler: string): string => `Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties: # the function
      CodeUri: code/
      Handler: ${handler} # of the API
      Runtime: provided.al2023
`;

describe('code that was not looked at', () => {
  it('is not ready where there is none', async () => {
    expect(await codes({ 'package.json': MANIFEST })).toEqual([1, ['check-no-entry']]);
    const tests = { 'package.json': MANIFEST, 'src/a.test.js': PLAIN };
    expect(await codes(tests)).toEqual([1, ['check-no-entry']]);
  });

  it('is not ready where the package that was asked for has none', async () => {
    const files = {
      'package.json': '{ "name": "all", "private": true, "workspaces": ["packages/*"] }',
      'packages/api/package.json': '{ "name": "api", "type": "module" }',
      'packages/api/index.js': PLAIN,
      'packages/config/package.json': '{ "name": "config" }',
    };
    expect(await codes(files)).toEqual([0, []]);
    expect(await codes(files, '--package', 'config')).toEqual([1, ['check-no-entry']]);
  });

  it('is told where entries are only guessed', async () => {
    const files = { 'package.json': MANIFEST, 'src/index.js': 'export const run = () => 1;\n' };
    expect(await codes(files)).toEqual([0, ['check-entry-guessed']]);
    expect(await codes(files, '--entry', 'src/index.js')).toEqual([0, []]);
  });

  it('is told where the AWS CDK names what is no source', async () => {
    const stack = (
      path: string,
    ): string => `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
export const make = (scope) => new NodejsFunction(scope, 'A', { entry: ${path} });
`;
    const found = (path: string): ReturnType<typeof codes> =>
      codes({ 'package.json': MANIFEST, 'infra/stack.js': stack(path), 'src/index.js': PLAIN });
    expect(await found("join(__dirname, '../../other/api.ts')")).toEqual([
      0,
      ['check-entry-unseen'],
    ]);
    expect(await found("join(folder, 'api.ts')")).toEqual([0, []]);
    expect(await found("join(__dirname, '../src/index.ts')")).toEqual([0, []]);
  });

  it('is none of the code that makes the functions', async () => {
    const stack = "import { Stack } from 'aws-cdk-lib';\nexport class Api extends Stack {}\n";
    const files = { 'package.json': MANIFEST, 'lib/stack.js': stack };
    expect(await codes(files)).toEqual([1, ['check-no-entry']]);
    const named = { ...files, 'package.json': '{ "name": "app", "main": "lib/stack.js" }' };
    expect(await codes(named)).toEqual([1, ['check-no-entry']]);
  });

  it('is told where a bundle is nested too deeply', async () => {
    const files = {
      'package.json': MANIFEST,
      'node_modules/deep/index.js': `export default (x) => ${'x+'.repeat(20_000)}x;\n`,
      'src/index.js': `import deep from 'deep';\nexport const handler = deep;\n`,
      'src/other.js': "import 'node:http';\nexport const handler = () => 2;\n",
    };
    expect(await codes(files)).toEqual([1, ['check-too-deep', 'llrt-http-module']]);
  });

  it('is told where a template names what is no source', async () => {
    const files = { 'package.json': MANIFEST, 'src/index.js': PLAIN };
    const other = { ...files, 'template.yaml': SAM('other.handler') };
    expect(await codes(other)).toEqual([0, ['check-entry-unseen']]);
    expect(await codes({ ...files, 'template.yaml': SAM('dist/index.handler') })).toEqual([0, []]);
    const inFolder = { ...other, 'code/other.js': 'export const handler = () => 2;\n' };
    expect(await codes(inFolder)).toEqual([0, []]);
  });
});

describe('a template', () => {
  it('with functions on Node.js is told what to write, also with its transform alone', async () => {
    const files = {
      'package.json': MANIFEST,
      'code/index.js': PLAIN,
      'template.yaml': SAM('index.handler').replace('provided.al2023', 'nodejs22.x'),
    };
    expect(await codes(files)).toEqual([0, ['sam-function']]);
    expect(await codes(files, '-t', 'nodejs-function-to-llrt')).toEqual([0, ['sam-function']]);
    const { report } = await checkFolder(makeFolder(files));
    expect(report.findings[0]?.help).toContain('Runtime: provided.al2023');
  });
});

describe('--transform', () => {
  const files = {
    'package.json': MANIFEST,
    'src/index.js': `import { existsSync } from 'node:fs';
export const handler = async (request) => [existsSync('a'), await request.formData()];
`,
  };
  const form = 'form-data-to-url-search-params';

  it('lists what the transform takes away', async () => {
    expect((await codes(files))[1]).toContain('llrt-fs-callbacks');
    expect(await codes(files, '-t', form, '--llrt', '0.7.0')).toEqual([
      1,
      ['llrt-request-formdata'],
    ]);
    expect(await codes(files, '-t', 'lambda-api-to-hono')).toEqual([0, []]);
    const { report } = await checkFolder(makeFolder(files), ['-t', form]);
    expect(report.transforms).toEqual([form]);
  });

  it('does not call ready what was not looked at', async () => {
    const nothing = { 'package.json': MANIFEST };
    expect(await codes(nothing, '-t', form)).toEqual([1, ['check-no-entry']]);
  });
});
