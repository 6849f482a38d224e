import { describe, expect, it } from 'vitest';
import { makeFolder } from '../../transforms/testing/folders.js';
import { checkFolder } from './testing/check-folder.js';

const app = (code: string, manifest: object = {}, more: Readonly<Record<string, string>> = {}) =>
  makeFolder({
    'package.json': JSON.stringify({ name: 'api', type: 'module', ...manifest }),
    'src/index.js': code,
    ...more,
  });
const iam = `import { IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';

const client = new IAMClient({});
export const handler = async () => client.send(new ListUsersCommand({}));
`;
const codesOf = async (root: string, ...args: readonly string[]): Promise<readonly string[]> =>
  (await checkFolder(root, args)).report.findings.map(
    ({ code, severity }) => `${severity} ${code}`,
  );

/** What went wrong for one developer who moved an API to LLRT by hand, each on a small application. */
describe('the failures of a migration by hand are found before any deployment', () => {
  it('jose imports KeyObject, and jose 6 or another module does not', async () => {
    const code =
      "import { jwtVerify } from 'jose';\nexport const handler = (event) => jwtVerify(event.token);\n";
    const old = app(code, { dependencies: { jose: '^5.2.0' } });
    expect(await codesOf(old)).toContain('error llrt-jose-node-build');
    const native = app(
      "import { verify } from 'hono/jwt';\nexport const handler = (event) => verify(event.token);\n",
    );
    expect(await codesOf(native)).toEqual([]);
  });

  it('a form is read with formData', async () => {
    const form = (read: string): string => `import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

const api = new Hono();
api.post('/', async (c) => c.json(${read}));
export const handler = handle(api);
`;
    const before = app(form('await c.req.parseBody()'));
    expect(await codesOf(before, '--llrt', '0.7.0')).toContain('error llrt-request-formdata');
    expect(await codesOf(before)).toContain('error llrt-formdata-urlencoded');
    const after = app(form('Object.fromEntries(new URLSearchParams(await c.req.text()))'));
    expect(await codesOf(after)).toEqual([]);
  });

  it('AWS is called by top-level await', async () => {
    const code = iam.replace(
      'export',
      'const first = await client.send(new ListUsersCommand({}));\nexport',
    );
    const other = app(code.replaceAll('IAM', 'STS').replaceAll('iam', 'sts'));
    expect(await codesOf(other, '--llrt', '0.6.2')).toEqual(['error llrt-sdk-init-hang-tla']);
    expect(await codesOf(other)).toEqual(['info llrt-needs-release']);
  });

  it('client-iam hangs, then starts late, then neither', async () => {
    expect(await codesOf(app(iam), '--llrt', '0.6.2')).toEqual(['error llrt-sdk-iam-hang']);
    expect(await codesOf(app(iam), '--llrt', '0.7.0')).toEqual(['warning llrt-sdk-global-warmup']);
    expect(await codesOf(app(iam))).toEqual(['info llrt-needs-release']);
  });

  it('the banner makes a require', async () => {
    const stack = (
      bundling: string,
    ): string => `import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';

export const api = (stack) => new NodejsFunction(stack, 'Api', { entry: 'src/index.js', bundling: ${bundling} });
`;
    const banner = `{ banner: "import { createRequire } from 'module'; const require = createRequire(import.meta.url);" }`;
    const code = 'export const handler = async () => ({ statusCode: 200 });\n';
    const before = app(code, {}, { 'infra/stack.js': stack(banner) });
    expect(await codesOf(before)).toEqual(['warning llrt-create-require-banner']);
    expect(await codesOf(app(code, {}, { 'infra/stack.js': stack('{}') }))).toEqual([]);
  });
});
