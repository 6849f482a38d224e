import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlan } from '../engine/plan.js';
import { openWorkspace } from '../engine/workspace.js';
import { makeSandbox } from '../form-data-to-url-search-params/testing/sandbox.js';
import { filesAfter } from '../lambda-api-to-hono/testing/migration.js';
import { nodejsFunctionToLlrt } from './index.js';
import { compileStacks, synthesise, type Resource } from './testing/synth.js';

const page = readFileSync(new URL('../../docs/cut-over.md', import.meta.url), 'utf8');
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(
    ([, text = '']) => text,
  );
const STEPS = ['before', 'beside', 'switched', 'after'] as const;
type Step = (typeof STEPS)[number];

const ENTRY = `import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

const app = new Hono().basePath('/v1');
app.get('/people/:id', (c) => c.json({ id: c.req.param('id'), path: c.req.path }));
export const handler = handle(app);
`;
const MANIFEST = `{ "name": "api", "type": "module", "devDependencies": { "aws-cdk-lib": "^2.200.0" } }\n`;

const sandbox = makeSandbox();
const folderOf = (step: Step): string => join(sandbox.root, step);
const sourcesOf = (step: Step): Map<string, string> =>
  new Map([
    ['package.json', MANIFEST],
    ['src/index.js', ENTRY],
    ['src/index-v2.js', blocks('js')[0] ?? ''],
    ['lib/stack.ts', blocks('ts')[STEPS.indexOf(step)] ?? ''],
  ]);
const resources = new Map<Step, Readonly<Record<string, Resource>>>();

beforeAll(async () => {
  for (const step of STEPS) sandbox.place(step, sourcesOf(step));
  await compileStacks(STEPS.map(folderOf));
  for (const step of STEPS) resources.set(step, synthesise(folderOf(step)).resources);
});
afterAll(() => sandbox.remove());

/** Resources of a type with their logical ids. */
function ofType(step: Step, type: string): readonly (readonly [string, Resource])[] {
  const all = Object.entries(resources.get(step) ?? {});
  return all.filter(([, { Type }]) => Type === `AWS::${type}`);
}

/** The runtime that each route leads to. */
function runtimes(step: Step): Record<string, unknown> {
  const known = resources.get(step) ?? {};
  return Object.fromEntries(
    ofType(step, 'ApiGatewayV2::Route').map(([, { Properties }]) => {
      const integration = known[firstReference(Properties['Target'], known)];
      const target = known[firstReference(integration?.Properties['IntegrationUri'], known)];
      return [Properties['RouteKey'], target?.Properties['Runtime']];
    }),
  );
}

/** The logical id that an expression of CloudFormation names first. */
function firstReference(value: unknown, known: Readonly<Record<string, Resource>>): string {
  const names = [...JSON.stringify(value).matchAll(/"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/g)];
  return names.map(([, name = '']) => name).find((name) => name in known) ?? '';
}

describe('the stacks of the cut-over guide', () => {
  it('are all there', () => {
    expect(blocks('ts')).toHaveLength(STEPS.length);
    expect(blocks('js')).toHaveLength(1);
  });

  it('have the function on Node.js at /v1 first', () => {
    expect(runtimes('before')).toEqual({ 'ANY /v1/{proxy+}': 'nodejs22.x' });
  });

  it('have both side by side, with one role, log group and environment', () => {
    expect(runtimes('beside')).toEqual({
      'ANY /v1/{proxy+}': 'nodejs22.x',
      'ANY /v2/{proxy+}': 'provided.al2023',
    });
    const functions = ofType('beside', 'Lambda::Function').map(([, { Properties }]) => Properties);
    const [onNode, onLlrt] = functions;
    expect(functions).toHaveLength(2);
    expect(onLlrt?.['Role']).toEqual(onNode?.['Role']);
    expect(onLlrt?.['LoggingConfig']).toEqual(onNode?.['LoggingConfig']);
    expect(onNode?.['LoggingConfig']).toHaveProperty('LogGroup');
    const table = expect.anything();
    for (const one of functions)
      expect(one['Environment']).toMatchObject({ Variables: { TABLE_NAME: table } });
  });

  it('leave the function, the route and the table of /v1 as they are beside it', () => {
    const after = resources.get('beside');
    for (const [id, resource] of Object.entries(resources.get('before') ?? {}))
      expect(withoutCode(after?.[id]), id).toEqual(withoutCode(resource));
  });

  it('switch by another target of the same route, and keep the function on Node.js', () => {
    const routes = (step: Step): readonly string[] =>
      ofType(step, 'ApiGatewayV2::Route').map(([id]) => id);
    expect(routes('switched')).toEqual(routes('beside'));
    expect(new Set(Object.values(runtimes('switched')))).toEqual(new Set(['provided.al2023']));
    expect(ofType('switched', 'Lambda::Function').map(([id]) => id)).toEqual(
      ofType('beside', 'Lambda::Function').map(([id]) => id),
    );
  });

  it('end with the same function on LLRT, which may use the table', () => {
    expect(runtimes('after')).toEqual({ 'ANY /v1/{proxy+}': 'provided.al2023' });
    const [[id, last] = [], ...others] = ofType('after', 'Lambda::Function');
    expect(others).toEqual([]);
    expect(ofType('switched', 'Lambda::Function').map(([name]) => name)).toContain(id);
    const [[, policy] = []] = ofType('after', 'IAM::Policy');
    const role = firstReference(last?.Properties['Role'], resources.get('after') ?? {});
    expect(policy?.Properties['Roles']).toEqual([{ Ref: role }]);
  });
});

describe('the twin of the guide', () => {
  it('is the one that the transform writes, with a name and another entry', async () => {
    const workspace = openWorkspace({ cwd: folderOf('before'), exclude: ['**/compiled.cjs'] });
    const plan = await createPlan(workspace, { keepNode: true }, [nodejsFunctionToLlrt]);
    const written = filesAfter(sourcesOf('before'), plan).get('lib/stack.ts') ?? '';
    const twinIn = (text: string): string => /new LlrtFunction\(.*?\}\);/s.exec(text)?.[0] ?? '';
    expect(twinIn(written)).toContain('role: api.role');
    expect(twinIn(blocks('ts')[1] ?? '').replace('index-v2', 'index')).toBe(twinIn(written));
  });

  it('answers below /v2 as below /v1', async () => {
    const load = async (name: string): Promise<{ handler: Handler }> =>
      import(pathToFileURL(join(folderOf('beside'), 'src', name)).href);
    const [{ handler: v1 }, { handler: v2 }] = [await load('index.js'), await load('index-v2.js')];
    const expected = await v1(eventFor('/v1/people/7'), {});
    expect(expected).toMatchObject({ statusCode: 200, body: '{"id":"7","path":"/v1/people/7"}' });
    expect(await v2(eventFor('/v2/people/7'), {})).toEqual(expected);
    expect(await v2(eventFor('/v1/people/7'), {})).toEqual(expected);
  });
});

type Handler = (event: object, context: object) => Promise<unknown>;

/** What an HTTP API sends. */
function eventFor(rawPath: string): object {
  return {
    version: '2.0',
    rawPath,
    rawQueryString: '',
    headers: { host: 'api.example.com' },
    requestContext: { http: { method: 'GET', path: rawPath }, domainName: 'api.example.com' },
    isBase64Encoded: false,
  };
}

/** The code of a function that is not bundled is the folder, in which the stack differs. */
function withoutCode(resource: Resource | undefined): unknown {
  const { Code: _, ...properties } = { ...resource?.Properties };
  return { ...resource, Properties: properties, Metadata: undefined };
}
