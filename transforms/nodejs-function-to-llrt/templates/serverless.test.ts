import { afterAll, describe, expect, it } from 'vitest';
import { follow } from '../testing/follow-instructions.js';
import { findingsOf, moved, read, removeTemplates } from '../testing/moved-template.js';

afterAll(removeTemplates);

const SOURCES = {
  'src/index.ts': 'export const handler = () => 1;\n',
  'src/jobs.ts': 'export const handler = () => 2;\n',
};
const move = (text: string, file = 'serverless.yml'): ReturnType<typeof moved> =>
  moved(text, file, SOURCES);

const LAYER = { Ref: 'LlrtLambdaLayer' };
const PATTERNS = ['!**', 'dist/**'];
const API = `functions:
  api:
    handler: src/index.handler
`;
const JOBS = `  jobs:
    handler: src/jobs.handler
`;
const head = (provider = '', more = ''): string => `service: api
${more}provider:
  name: aws
  runtime: nodejs20.x # the oldest
${provider}`;

describe('the runtime of the provider', () => {
  it('becomes that of LLRT, with a layer, bundles and what is packed', async () => {
    const { template, helps, text } = await move(head() + API + JOBS);
    expect(helps).toHaveLength(1);
    expect(template).toEqual({
      service: 'api',
      package: { patterns: PATTERNS },
      layers: {
        llrt: {
          package: { artifact: 'llrt-lambda-arm64.zip' },
          compatibleRuntimes: ['provided.al2023'],
        },
      },
      provider: {
        name: 'aws',
        runtime: 'provided.al2023',
        architecture: 'arm64',
        layers: [LAYER],
      },
      functions: {
        api: { handler: 'dist/src/index.handler' },
        jobs: { handler: 'dist/src/jobs.handler' },
      },
    });
    expect(text).toContain('provided.al2023 # the oldest');
    expect(helps[0]).toContain('npx esbuild src/index.ts src/jobs.ts --bundle');
    expect(helps[0]).toContain('--outdir=dist --out-extension:.js=.mjs');
  });

  it('that is not written is one of Node.js', async () => {
    const { template } = await move(`service: api\nprovider:\n  name: aws\n${API}`);
    expect(template.provider).toMatchObject({ runtime: 'provided.al2023', layers: [LAYER] });
  });

  it('of a variable of the file', async () => {
    const { template } = await move(
      `service: api\ncustom:\n  node: nodejs20.x\nprovider:\n  name: aws\n  runtime: \${self:custom.node}\n${API}`,
    );
    expect(template.provider.runtime).toBe('provided.al2023');
    const withDefault = head().replace('nodejs20.x', "${opt:runtime, 'nodejs22.x'}");
    expect((await move(withDefault + API)).template.provider.runtime).toBe('provided.al2023');
  });

  it('stays where a function has another one: functions on Node.js move by themselves', async () => {
    const python = '  report:\n    handler: report.main\n    runtime: python3.13\n';
    const { template, helps } = await move(head() + API + python);
    expect(helps).toHaveLength(1);
    expect(template.provider).toEqual({ name: 'aws', runtime: 'nodejs20.x' });
    expect(template.package).toBeUndefined();
    expect(template.functions).toEqual({
      api: {
        handler: 'dist/src/index.handler',
        runtime: 'provided.al2023',
        architecture: 'arm64',
        layers: [LAYER],
        package: { individually: true, patterns: PATTERNS },
      },
      report: { handler: 'report.main', runtime: 'python3.13' },
    });
  });

  it.each(['python3.13', 'provided.al2023', '${opt:runtime}'])(
    'that is %s stays',
    async (runtime) => {
      const text = (head() + API).replace('nodejs20.x', runtime);
      expect(await findingsOf('serverless.yml', text, SOURCES)).toEqual([]);
    },
  );
});

describe('layers', () => {
  it('of the provider get one more, and those of a function, which take their place, too', async () => {
    const provider = '  layers:\n    - !Ref Shared # for all\n  architecture: x86_64\n';
    const { template, text } = await move(`${head(provider) + API}    layers: [!Ref Own]\n${JOBS}`);
    expect(template.provider.layers).toEqual([{ Ref: 'Shared' }, LAYER]);
    expect(template.functions.api.layers).toEqual([{ Ref: 'Own' }, LAYER]);
    expect(template.functions.jobs).toEqual({ handler: 'dist/src/jobs.handler' });
    expect(template.layers.llrt.package.artifact).toBe('llrt-lambda-x64.zip');
    expect(text).toContain('- !Ref Shared # for all\n    - !Ref LlrtLambdaLayer\n');
  });

  it('of the provider are copied to a function that moves by itself', async () => {
    const provider = '  layers: [!Ref Shared]\n';
    const python = '  report:\n    handler: report.main\n    runtime: python3.13\n';
    const { template } = await move(head(provider) + API + python);
    expect(template.provider.layers).toEqual([{ Ref: 'Shared' }]);
    expect(template.functions.api.layers).toEqual([{ Ref: 'Shared' }, LAYER]);
  });

  it('of the service get one more', async () => {
    const layers = 'layers:\n  # what all need\n  shared:\n    path: shared\n';
    const { template } = await move(head('', layers) + API);
    expect(Object.keys(template.layers)).toEqual(['llrt', 'shared']);
  });

  it('that are no list are named', async () => {
    const { helps, template } = await move(head('  layers: ${self:custom.layers}\n') + API);
    expect(helps[0]).toContain('add `!Ref LlrtLambdaLayer` to them');
    expect(template.provider.layers).toBe('${self:custom.layers}');
  });
});

describe('runtimes of functions', () => {
  it('are told apart, with one layer for each processor', async () => {
    const text = `${head()}${API}    runtime: nodejs22.x\n${JOBS}    runtime: nodejs18.x\n    architecture: x86_64\n`;
    const found = await findingsOf('serverless.yml', text, SOURCES);
    expect(found.map(({ line }) => line)).toEqual([8, 11]);
    const { template, helps } = await move(text);
    expect(helps).toHaveLength(2);
    const { api, jobs } = template.functions;
    expect(api).toMatchObject({
      runtime: 'provided.al2023',
      architecture: 'arm64',
      layers: [LAYER],
    });
    expect(jobs).toMatchObject({
      runtime: 'provided.al2023',
      architecture: 'x86_64',
      layers: [{ Ref: 'LlrtX64LambdaLayer' }],
    });
    expect(template.layers.llrtX64.package.artifact).toBe('llrt-lambda-x64.zip');
  });

  it('of an anchor', async () => {
    const text = `service: api
provider: { name: aws, runtime: python3.13 }
x-node: &node
  runtime: nodejs20.x
${API}    <<: *node\n${JOBS}    <<: *node\n`;
    const { template, helps } = await move(text);
    expect(helps).toHaveLength(1);
    for (const name of ['api', 'jobs'])
      expect(template.functions[name]).toMatchObject({
        runtime: 'provided.al2023',
        layers: [LAYER],
      });
  });

  it('in a list of maps; those in other files are told about', async () => {
    const list = `functions:\n  - api:\n      handler: src/index.handler\n  - \${file(more.yml)}\n`;
    const { template, helps } = await move(head() + list);
    expect(template.functions[0].api.handler).toBe('dist/src/index.handler');
    expect(helps[0]).toContain('Functions in other files are not looked at');
  });
});

describe('bundling', () => {
  it('takes the place of a plugin that bundles functions on Node.js alone', async () => {
    const two = 'plugins:\n  - serverless-esbuild # fast\n  - serverless-offline\n';
    expect((await move(head('', two) + API)).template.plugins).toEqual(['serverless-offline']);
    const one = 'plugins:\n  - serverless-esbuild\n';
    const { template, helps } = await move(head('', one) + API);
    expect(template.plugins).toBeUndefined();
    expect(helps[0]).toContain('`serverless-esbuild` bundles functions on Node.js alone');
    const flow = await move(head('', 'plugins: [serverless-esbuild]\n') + API);
    expect(flow.helps[0]).toContain('Take `serverless-esbuild` out of `plugins`');
  });

  it('decides what is packed, behind the patterns that are there', async () => {
    const written = "package:\n  individually: true\n  patterns:\n    - '!node_modules/**'\n";
    const { template } = await move(head('', written) + API);
    expect(template.package).toEqual({
      individually: true,
      patterns: ['!node_modules/**', ...PATTERNS],
    });
  });

  it('is left to the reader where the source is not known', async () => {
    const { helps, template } = await move(head() + API.replace('src/index', 'build/index'));
    expect(helps[0]).toContain('The source of `api` (handler `build/index.handler`) was not found');
    expect(template.functions.api.handler).toBe('build/index.handler');
  });
});

describe('other files', () => {
  it('JSON', async () => {
    const { template } = await move(JSON.stringify(read(head() + API), null, 2), 'serverless.json');
    expect(template.provider).toMatchObject({ runtime: 'provided.al2023', layers: [LAYER] });
    expect(template.functions.api.handler).toBe('dist/src/index.handler');
  });

  it.each(['serverless.ts', 'serverless.mjs', 'serverless.js'])(
    '%s is told about',
    async (file) => {
      const text = `const config = {\n  service: 'api',\n  provider: { name: 'aws', runtime: 'nodejs20.x' },\n};\n`;
      const [found, ...others] = await findingsOf(file, text, SOURCES);
      expect([found?.line, found?.code, others]).toEqual([3, 'serverless-function', []]);
      expect(found?.help).toContain("runtime: 'provided.al2023',");
      expect(await findingsOf(file, text.replace('nodejs20.x', 'python3.13'), SOURCES)).toEqual([]);
    },
  );

  it('does not find steps where there are none', () => {
    expect(() => follow('a', 'Do it.')).toThrow('no instructions');
  });
});
