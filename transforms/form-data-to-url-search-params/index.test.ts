import { execFile } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { format } from 'prettier';
import { createPlan, type Plan } from '../engine/plan.js';
import { createStatus } from '../engine/status.js';
import { openWorkspace } from '../engine/workspace.js';
import { lambdaApiToHono } from '../lambda-api-to-hono/index.js';
import { readFiles } from '../lambda-api-to-hono/testing/fixture-case.js';
import { applyTo, filesAfter } from '../lambda-api-to-hono/testing/migration.js';
import type { HelperName } from './helper/declarations.js';
import { renderHelper } from './helper/render.js';
import { formDataToUrlSearchParams } from './index.js';
import { answersOf, bundleApps, loadApp } from './testing/replay.js';
import { makeSandbox, planForms } from './testing/sandbox.js';

const sandbox = makeSandbox();
afterAll(() => sandbox.remove());

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An API whose routes are all on Hono, as lambda-api-to-hono leaves it. */
const MIGRATED = new Map([
  ['package.json', '{ "name": "api", "dependencies": { "hono": "^4.13.0" } }\n'],
  [
    'index.js',
    `const { Hono } = require('hono');
const { handle, lambdaApiRouting } = require('./lambda-api-compat');
const { nameIn } = require('./forms');

const app = new Hono(lambdaApiRouting());

app.post('/people', async (c) => {
  const form = await c.req.formData();
  return c.json({ name: form.get('name') });
});
app.put('/people', async (c) => c.json({ name: await nameIn(c.req) }));
app.patch('/people', async (c) => c.json({ name: await nameIn(c.req) }));
app.delete('/people', remove);

async function remove(c) {
  const { name } = await c.req.parseBody();
  return c.json({ name });
}

exports.handler = handle(app);
`,
  ],
  [
    'lambda-api-compat.js',
    'exports.handle = (app) => app;\nexports.lambdaApiRouting = () => ({});\n',
  ],
  ['forms.js', `exports.nameIn = async (req) => (await req.formData()).get('name');\n`],
]);

function plan(folder: string, routes: readonly string[]): Promise<Plan> {
  const transforms = [lambdaApiToHono, formDataToUrlSearchParams];
  return createPlan(openWorkspace({ cwd: folder }), { routes }, transforms);
}

function codes({ findings }: Plan): readonly string[] {
  return findings.map(({ code, file, line }) => `${code} ${file}:${line}`);
}

describe('with --route', () => {
  it('changes the form of an inline handler', async () => {
    const folder = sandbox.place('route-inline', MIGRATED);
    const made = await plan(folder, ['POST /people']);
    const after = filesAfter(MIGRATED, made);
    expect(made.files.map(({ path }) => path)).toEqual(['form-body.js', 'index.js']);
    expect(after.get('index.js')).toContain('const form = await readForm(c.req);');
    expect(after.get('index.js')).toContain('const { name } = await c.req.parseBody();');
    expect(codes(made)).toEqual(['form-multipart-refused index.js:8']);
  });

  it('changes a named handler that one route has', async () => {
    const folder = sandbox.place('route-named', MIGRATED);
    const after = filesAfter(MIGRATED, await plan(folder, ['DELETE /people']));
    expect(after.get('index.js')).toContain('const { name } = await parseForm(c.req);');
    expect(after.get('index.js')).toContain('const form = await c.req.formData();');
  });

  it('leaves what several routes share, and says so', async () => {
    const folder = sandbox.place('route-shared', MIGRATED);
    const made = await plan(folder, ['PUT /people']);
    expect(made.files).toEqual([]);
    expect(codes(made)).toEqual(['form-shared forms.js:1']);
    expect(made.findings[0]?.message).toContain('`PATCH /people`');
  });

  it('changes what several routes share when all of them are selected', async () => {
    const folder = sandbox.place('route-both', MIGRATED);
    const made = await plan(folder, ['P*T*H /people', 'PUT /people']);
    expect(made.files.map(({ path }) => path)).toEqual(['form-body.js', 'forms.js']);
  });

  it('ends the same in any order', async () => {
    const routes = ['POST /people', 'DELETE /people'];
    const ends = [routes, routes.toReversed()].map(async (order) => {
      const folder = sandbox.place(`route-order-${order[0]?.slice(0, 4) ?? ''}`, MIGRATED);
      for (const route of order) applyTo(folder, await plan(folder, [route]));
      applyTo(folder, await planForms(folder));
      return readFiles(folder);
    });
    const whole = sandbox.place('route-order-whole', MIGRATED);
    applyTo(whole, await planForms(whole));
    for (const end of await Promise.all(ends)) expect(end).toEqual(readFiles(whole));
  });
});

describe('with --file', () => {
  it('changes only that file', async () => {
    const folder = sandbox.place('file', MIGRATED);
    const made = await planForms(folder, { files: ['forms.js'] });
    expect(made.files.map(({ path }) => path)).toEqual(['form-body.js', 'forms.js']);
  });

  it('leaves a form whose type is written in another file', async () => {
    const files = new Map([
      ['package.json', '{ "name": "api" }\n'],
      [
        'a.ts',
        `import { x } from './b';\nexport const f = async (r: Request) => x(await r.formData());\n`,
      ],
      ['b.ts', `export const x = (form: FormData) => form.get('a');\n`],
    ]);
    const made = await planForms(sandbox.place('file-types', files), { files: ['a.ts'] });
    expect(made.files).toEqual([]);
    expect(codes(made)).toEqual(['form-outside-selection a.ts:2']);
  });
});

describe('status', () => {
  it('counts calls that are pending, migrated and blocked', async () => {
    const files = new Map(MIGRATED).set(
      'upload.js',
      `exports.size = async (c) => (await c.req.formData()).get('file').size;\n`,
    );
    const folder = sandbox.place('status', files);
    const counts = (): unknown => {
      const { packages } = createStatus(openWorkspace({ cwd: folder }), {}, [
        formDataToUrlSearchParams,
      ]);
      const { pending, migrated, blocked } = packages[0]?.transforms[0] ?? {};
      return { pending, migrated, blocked };
    };
    expect(counts()).toEqual({ pending: 3, migrated: 0, blocked: 1 });
    applyTo(folder, await planForms(folder));
    expect(counts()).toEqual({ pending: 0, migrated: 3, blocked: 1 });
  });
});

describe('forms of other packages', () => {
  it('are found in the JSX of a front end', async () => {
    const folder = sandbox.place(
      'front-end',
      new Map([
        ['package.json', '{ "name": "all", "workspaces": ["api", "web"] }\n'],
        ['api/package.json', '{ "name": "api" }\n'],
        [
          'api/index.js',
          `import { Hono } from 'hono';
export const app = new Hono()
  .post('/up/:id', async (c) => c.text((await c.req.formData()).get('a')))
  .post('/down', async (c) => c.text((await c.req.formData()).get('a')));
`,
        ],
        ['web/package.json', '{ "name": "web" }\n'],
        [
          'web/form.jsx',
          `export const Form = () => <form encType="multipart/form-data" action="/v1/up/7" method="post" />;\n`,
        ],
      ]),
    );
    const made = await planForms(folder, { packages: ['api'] });
    expect(codes(made).toSorted()).toEqual([
      'form-multipart-expected api/index.js:3',
      'form-multipart-refused api/index.js:4',
    ]);
    expect(made.findings[0]?.message).toContain('web/form.jsx:1');
  });
});

describe('the helper module', () => {
  const names: readonly HelperName[] = ['readForm', 'parseForm', 'parseFormAll', 'parseDottedForm'];
  const sets = [...names.map((name) => [name]), names];

  it.each(sets)('is formatted and holds no more than %s needs', async (...wanted) => {
    for (const language of ['ts', 'js'] as const) {
      const text = renderHelper(new Set(wanted), { language, format: 'esm' });
      const parser = language === 'ts' ? 'typescript' : 'babel';
      expect(text).toBe(await format(text, { parser, singleQuote: true }));
      for (const [, name] of text.matchAll(/^(?:async )?function (\w+)/gm))
        expect(text.split(new RegExp(`\\b${name ?? ''}\\b`)).length, name).toBeGreaterThan(2);
    }
  });
});

describe('jscodeshift', () => {
  const files = new Map([
    ['src/package.json', '{ "type": "module" }\n'],
    [
      'src/index.js',
      readFileSync(
        join(ROOT, 'fixtures/form-data-to-url-search-params/body-and-form/input/index.js'),
        'utf8',
      ),
    ],
    [
      'src/leaves.js',
      `import { send } from './send.js';\nexport const f = async (c) => send(await c.req.formData());\n`,
    ],
    ['src/typed.ts', `export const f = async (r: Request) => (await r.formData()).get('a');\n`],
  ]);

  it('rewrites each file alone, with its functions at the end', async () => {
    const folder = sandbox.place('jscodeshift', files);
    cpSync(join(folder, 'src'), join(folder, 'before'), { recursive: true });
    const runner = join(ROOT, 'node_modules/jscodeshift/bin/jscodeshift.js');
    const transform = join(ROOT, 'jscodeshift/form-data-to-url-search-params.js');
    const run = (): Promise<{ stdout: string }> =>
      promisify(execFile)(process.execPath, [
        runner,
        '-t',
        transform,
        '--extensions=js,ts',
        '--cpus=1',
        join(folder, 'src'),
      ]);
    const { stdout } = await run();
    expect(stdout).toContain('form-passed-on');
    expect(stdout).toContain('2 ok');
    const after = readFiles(join(folder, 'src'));
    expect(after.get('leaves.js')).toBe(files.get('src/leaves.js'));
    expect(after.get('index.js')).toMatch(
      /readForm\(c\.req\);[^]+export default app;\n\n[^]+async function readForm\(source\)/,
    );
    expect(after.get('typed.ts')).toContain('async function readForm(source: FormSource)');
    await bundleApps([join(folder, 'src'), join(folder, 'before')]);
    const was = await answersOf(loadApp(join(folder, 'before')), 'node');
    const is = await answersOf(loadApp(join(folder, 'src')), 'node');
    expect(is).toEqual(was);
    await run();
    expect(readFiles(join(folder, 'src')).get('index.js')).toBe(after.get('index.js'));
  });
});
