import { afterAll, expect, it } from 'vitest';
import { createPlan } from '../engine/plan.js';
import { openWorkspace } from '../engine/workspace.js';
import { makeSandbox } from '../form-data-to-url-search-params/testing/sandbox.js';
import { nodejsFunctionToLlrt } from './index.js';

const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

const template = (globals: string): string => `Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Runtime: nodejs22.x
${globals}Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: ., Handler: index.handler }
`;

async function remedyFor(name: string, globals: string): Promise<string> {
  const files = new Map([
    ['package.json', '{ "name": "api" }\n'],
    ['template.yaml', template(globals)],
  ]);
  const workspace = openWorkspace({ cwd: sandbox.place(name, files) });
  const { findings } = await createPlan(workspace, {}, [nodejsFunctionToLlrt]);
  expect(findings).toMatchObject([{ code: 'sam-function', file: 'template.yaml', line: 4 }]);
  return findings[0]?.help ?? '';
}

it('chooses an architecture where a SAM template has none', async () => {
  expect(await remedyFor('none', '')).toContain('Architectures: [arm64]');
});

it('writes no second `Architectures` into a SAM template', async () => {
  const remedy = await remedyFor('chosen', '    Architectures: [x86_64]\n');
  expect(remedy).not.toContain('Architectures: [');
  expect(remedy).toContain('llrt-lambda-x64.zip');
});
