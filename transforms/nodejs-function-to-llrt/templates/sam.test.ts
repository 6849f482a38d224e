import { afterAll, describe, expect, it } from 'vitest';
import { follow } from '../testing/follow-instructions.js';
import { findingsOf, moved, read, removeTemplates } from '../testing/moved-template.js';

afterAll(removeTemplates);

const LAYER = { Ref: 'LlrtLayer' };
const head = `AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
`;
const BUILD = {
  BuildMethod: 'esbuild',
  BuildProperties: {
    Format: 'esm',
    Target: 'es2023',
    Minify: true,
    MainFields: 'browser,module,main',
    OutExtension: ['.js=.mjs'],
    External: ['@aws-sdk', '@smithy'],
  },
};

describe('the runtime of a function', () => {
  const text = `${head}Resources:
  # the API
  Api:
    Type: AWS::Serverless::Function
    Properties:
      Handler: src/index.handler
      Runtime: nodejs22.x # the newest
      MemorySize: 512
`;

  it('becomes that of LLRT, with a layer and a build', async () => {
    const { template, helps, text: after } = await moved(text);
    expect(helps).toHaveLength(1);
    expect(template.Resources.Api).toEqual({
      Type: 'AWS::Serverless::Function',
      Metadata: BUILD,
      Properties: {
        Handler: 'src/index.handler',
        Runtime: 'provided.al2023',
        Architectures: ['arm64'],
        Layers: [LAYER],
        MemorySize: 512,
      },
    });
    expect(template.Resources.LlrtLayer).toEqual({
      Type: 'AWS::Serverless::LayerVersion',
      Properties: {
        ContentUri: './llrt-lambda-arm64.zip',
        CompatibleRuntimes: ['provided.al2023'],
        CompatibleArchitectures: ['arm64'],
      },
    });
    for (const kept of ['  # the API\n  Api:', 'provided.al2023 # the newest\n'])
      expect(after).toContain(kept);
    expect(helps[0]).toContain('Download `llrt-lambda-arm64.zip` of LLRT v0.8.1-beta');
  });

  it('with line ends of Windows', async () => {
    const [found] = await findingsOf('template.yaml', text.replaceAll('\n', '\r\n'), {});
    expect(read(follow(text, found?.help ?? '')).Resources.Api.Properties.Layers).toEqual([LAYER]);
  });

  it('with layers, an architecture and metadata that are there', async () => {
    const { template, helps } = await moved(`${head}Resources:
  Api:
    Type: AWS::Serverless::Function
    Metadata:
      Owner: me
    Properties:
      Handler: index.handler
      Runtime: nodejs20.x
      Architectures: [x86_64]
      Layers:
        - !Ref Shared # used by all
        - !Sub 'arn:aws:lambda:\${AWS::Region}:1:layer:a:1'
`);
    const { Properties, Metadata } = template.Resources.Api;
    expect(Properties.Architectures).toEqual(['x86_64']);
    expect(Properties.Layers.at(-1)).toEqual(LAYER);
    expect(Properties.Layers).toHaveLength(3);
    expect(Metadata).toEqual({ Owner: 'me', ...BUILD });
    expect(template.Resources.LlrtLayer.Properties.ContentUri).toBe('./llrt-lambda-x64.zip');
    expect(helps[0]).toContain('llrt-lambda-x64.zip');
  });

  it('with layers and no architecture: the processor stays', async () => {
    const { template } = await moved(text.replace('MemorySize: 512', 'Layers: [!Ref A]'));
    expect(template.Resources.Api.Properties).toMatchObject({ Layers: [{ Ref: 'A' }, LAYER] });
    expect(template.Resources.Api.Properties.Architectures).toBeUndefined();
    expect(template.Resources.LlrtLayer.Properties.CompatibleArchitectures).toEqual(['x86_64']);
  });

  it('with a build by esbuild, which keeps what it says', async () => {
    const { template, helps } = await moved(`${head}Resources:
  Api:
    Type: AWS::Serverless::Function
    Metadata:
      BuildMethod: esbuild
      BuildProperties:
        Format: cjs
        Minify: false
        Target: node20
        Sourcemap: true
        External:
          - pg
        EntryPoints: [src/index.ts]
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
`);
    expect(template.Resources.Api.Metadata).toEqual({
      BuildMethod: 'esbuild',
      BuildProperties: {
        ...BUILD.BuildProperties,
        Minify: false,
        Sourcemap: true,
        External: ['pg', '@aws-sdk', '@smithy'],
        EntryPoints: ['src/index.ts'],
      },
    });
    expect(helps[0]).toContain('leaves out `pg`');
  });

  it('with a build of its own', async () => {
    const { template, helps } = await moved(
      text.replace('    Properties', '    Metadata:\n      BuildMethod: makefile\n    Properties'),
    );
    expect(template.Resources.Api.Metadata).toEqual({ BuildMethod: 'makefile' });
    expect(helps[0]).toContain('is built with `makefile`');
  });

  it.each([
    [
      'in braces',
      `  Api: { Type: AWS::Serverless::Function, Properties: { Handler: a.b, Runtime: nodejs20.x } }\n`,
    ],
    [
      'as a parameter',
      `  Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: !Ref Node\n      Handler: a.b\nParameters:\n  Node: { Type: String, Default: nodejs20.x }\n`,
    ],
    [
      'of CloudFormation',
      `  Api:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: "nodejs20.x"\n      Handler: a.b\n`,
    ],
    [
      'without an end of line',
      '  Api:\n    Type: AWS::Serverless::Function\n    Properties:\n      Handler: a.b\n      Runtime: nodejs20.x',
    ],
  ])('%s', async (_name, resource) => {
    const { template } = await moved(`${head}Resources:\n${resource}`);
    const { Properties, Metadata } = template.Resources.Api;
    expect(Properties).toEqual({
      Handler: 'a.b',
      Runtime: 'provided.al2023',
      Architectures: ['arm64'],
      Layers: [LAYER],
    });
    expect(Metadata).toEqual(BUILD);
  });

  it.each(['python3.13', 'provided.al2023', '!Ref Other'])('that is %s stays', async (runtime) => {
    expect(await findingsOf('template.yaml', text.replace('nodejs22.x', runtime), {})).toEqual([]);
  });

  it('stays where the code is written in the template', async () => {
    const inline = text.replace('MemorySize: 512', "InlineCode: 'exports.handler = () => 1'");
    const [found] = await findingsOf('template.yaml', inline, {});
    expect(found?.help).toContain('written in the template');
    expect(found?.help).not.toContain('```');
  });

  it('is told without the text where the template does not parse', async () => {
    const [found, ...others] = await findingsOf('template.yaml', `${text}  - [`, {});
    expect([found?.line, others]).toEqual([9, []]);
    expect(found?.help).toMatch(/does not parse \(line \d+: .*\), so no exact text can be given/);
  });

  it('with brackets that the tools of AWS allow at the left', async () => {
    const lists = `${text}      VpcConfig: !If [Has, {
        SubnetIds: !If [Ids, !Ref ids, !Ref AWS::NoValue]
      }, !Ref AWS::NoValue]
      SecurityGroups: [
      a,
      b
      ]
`;
    const [found] = await findingsOf('template.yaml', lists, {});
    const after = follow(lists, found?.help ?? '');
    expect(after).toContain('      }, !Ref AWS::NoValue]\n');
    expect(after).toContain(
      '      Runtime: provided.al2023 # the newest\n      Architectures: [arm64]\n',
    );
  });
});

const functions = (...properties: readonly string[]): string =>
  properties
    .map(
      (lines, index) => `  F${index}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: src/f${index}.handler
${lines}`,
    )
    .join('');

describe('Globals', () => {
  const globals = `${head}Globals:
  Function:
    Runtime: nodejs22.x
    Timeout: 10
`;

  it('change where all functions take them', async () => {
    const { template, helps } = await moved(`${globals}Resources:\n${functions('', '')}`);
    expect(helps).toHaveLength(1);
    expect(template.Globals.Function).toEqual({
      Runtime: 'provided.al2023',
      Architectures: ['arm64'],
      Layers: [LAYER],
      Timeout: 10,
    });
    for (const name of ['F0', 'F1']) {
      expect(template.Resources[name].Metadata).toEqual(BUILD);
      expect(Object.keys(template.Resources[name].Properties)).toEqual(['Handler']);
    }
  });

  it('stay where a function has another runtime, or its own processor', async () => {
    const python = '      Runtime: python3.13\n';
    const arm = '      Architectures: [arm64]\n';
    const { template } = await moved(
      `${globals}    Architectures: [x86_64]\nResources:\n${functions('', python, arm)}`,
    );
    expect(template.Globals.Function).toEqual({
      Runtime: 'nodejs22.x',
      Timeout: 10,
      Architectures: ['x86_64'],
    });
    expect(template.Resources.F0.Properties).toMatchObject({
      Runtime: 'provided.al2023',
      Layers: [{ Ref: 'LlrtLayerX64' }],
    });
    expect(template.Resources.F1.Properties).toEqual({
      Handler: 'src/f1.handler',
      Runtime: 'python3.13',
    });
    expect(template.Resources.F2.Properties).toMatchObject({
      Runtime: 'provided.al2023',
      Layers: [LAYER],
    });
    expect(template.Resources.LlrtLayer.Properties.ContentUri).toBe('./llrt-lambda-arm64.zip');
    expect(template.Resources.LlrtLayerX64.Properties.ContentUri).toBe('./llrt-lambda-x64.zip');
  });

  it('and runtimes of functions are told apart, with one layer', async () => {
    const text = `${globals}Resources:\n${functions('', '      Runtime: nodejs18.x\n')}`;
    const found = await findingsOf('template.yaml', text, {});
    expect(found.map(({ line }) => line)).toEqual([5, 16]);
    expect(found[1]?.help).toContain('The layer is that of line 5.');
    const { template, helps } = await moved(text);
    expect(helps).toHaveLength(2);
    expect(template.Resources.F0.Properties).toMatchObject({
      Runtime: 'provided.al2023',
      Layers: [LAYER],
    });
    expect(template.Resources.F1.Properties).toMatchObject({
      Runtime: 'provided.al2023',
      Layers: [LAYER],
    });
  });
});

describe('anchors', () => {
  it('of a runtime are followed: all who use it move at once', async () => {
    const text = `${head}Resources:\n${functions('      Runtime: &node nodejs20.x\n', '      Runtime: *node\n      Layers: [!Ref A]\n')}`;
    const { template, helps } = await moved(text);
    expect(helps).toHaveLength(1);
    expect(template.Resources.F0.Properties).toMatchObject({
      Runtime: 'provided.al2023',
      Layers: [LAYER],
      Architectures: ['arm64'],
    });
    expect(template.Resources.F1.Properties).toMatchObject({
      Runtime: 'provided.al2023',
      Layers: [{ Ref: 'A' }, { Ref: 'LlrtLayerX64' }],
    });
  });

  it('of properties that are merged in are followed', async () => {
    const text = `${head}x-common: &common
  Runtime: nodejs20.x
  Layers: [!Ref A]
Resources:
${functions('      <<: *common\n', '      <<: *common\n')}`;
    const { template, helps } = await moved(text);
    expect(helps).toHaveLength(1);
    for (const name of ['F0', 'F1'])
      expect(template.Resources[name].Properties).toMatchObject({
        Runtime: 'provided.al2023',
        Layers: [{ Ref: 'A' }, LAYER],
      });
    expect(template['x-common'].Layers).toEqual([{ Ref: 'A' }]);
  });
});

it('a template beside packages, where none is at its place', async () => {
  const files = {
    'package.json': '{ "private": true, "workspaces": ["code"] }\n',
    'code/package.json': '{ "name": "code", "type": "module" }\n',
    'code/index.js': "import 'node:http';\nexport const handler = () => 1;\n",
  };
  const text = `${head}Resources:\n${functions('      Runtime: nodejs22.x\n').replace('src/f0', 'code/index')}`;
  const [found, ...others] = await findingsOf('template.yaml', text, files);
  expect([found?.line, others]).toEqual([8, []]);
  expect(found?.help).toContain('`code/index.js` loads `node:http`');
  const rootless = await findingsOf('template.yaml', text, files, ['package.json']);
  expect(rootless).toEqual([found]);
});

describe('JSON', () => {
  it.each([2, 0])('indented by %s', async (indent) => {
    const { template, text } = await moved(
      JSON.stringify(
        {
          Transform: 'AWS::Serverless-2016-10-31',
          Resources: {
            Api: {
              Type: 'AWS::Serverless::Function',
              Properties: { Runtime: 'nodejs20.x', Handler: 'a.b', Layers: [{ Ref: 'A' }] },
            },
            Last: {
              Type: 'AWS::Serverless::Function',
              Properties: { Handler: 'a.b', Runtime: 'nodejs20.x' },
            },
          },
        },
        null,
        indent,
      ),
      'template.json',
    );
    expect(JSON.parse(text)).toEqual(template);
    expect(template.Resources.Api.Properties).toMatchObject({
      Runtime: 'provided.al2023',
      Layers: [{ Ref: 'A' }, { Ref: 'LlrtLayerX64' }],
    });
    expect(template.Resources.Last).toMatchObject({
      Metadata: BUILD,
      Properties: { Architectures: ['arm64'], Layers: [LAYER] },
    });
  });
});

describe('the code of a function', () => {
  const text = `${head}Resources:
  Api:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: code
      Handler: index.handler
      Runtime: nodejs22.x
`;

  it('chooses the binary, and is told where it cannot run', async () => {
    const ses =
      "import { SESv2Client } from '@aws-sdk/client-sesv2';\nexport const handler = () => new SESv2Client({});\n";
    const full = await moved(text, 'template.yaml', { 'code/index.ts': ses });
    expect(full.template.Resources.LlrtLayer.Properties.ContentUri).toBe(
      './llrt-lambda-arm64-full-sdk.zip',
    );
    const http = await moved(text, 'template.yaml', {
      'code/index.ts': "import 'node:http';\nexport const handler = () => 1;\n",
    });
    expect(http.helps[0]).toContain('`code/index.ts` loads `node:http`, which LLRT cannot run');
  });
});
