import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import {
  readCases,
  type FixtureCase,
} from '../../../transforms/form-data-to-url-search-params/testing/fixture-case.js';
import { REQUESTS } from '../../../transforms/form-data-to-url-search-params/testing/requests.js';
import type { VerifyReport } from '../report.js';
import {
  call,
  commit,
  verify,
  watchTemporaryFiles,
  workspace,
  write,
} from '../testing/workspace.js';

watchTemporaryFiles();

const FORM = `import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';

const app = new Hono();
app.post('/login', async (c) => {
  const { name } = await c.req.parseBody();
  return c.json({ name });
});
export const handler = handle(app);
`;

interface Summary {
  readonly code: number;
  readonly different: number;
  readonly events: number;
}

async function onLlrt(root: string, release: string, ...args: string[]): Promise<Summary> {
  const ran = await verify(root, '--runtime', 'llrt', '--llrt', release, '--json', ...args);
  expect(ran.stderr).not.toMatch(/does not start|could not be loaded/);
  const { summary } = JSON.parse(ran.stdout) as VerifyReport;
  return { code: ran.code, ...summary };
}

test('a form that LLRT cannot read is read after the migration', async () => {
  const root = workspace({
    'package.json': '{ "name": "app", "type": "module", "dependencies": { "hono": "^4.13.0" } }',
    '.gitignore': 'node_modules\n',
    'src/index.js': FORM,
  });
  commit(root);
  for (const release of ['0.7.0', 'main']) {
    const { code, different } = await onLlrt(root, release);
    expect(code, release).toBe(1);
    expect(different, release).toBeGreaterThan(0);
  }
  const applied = await call(root, undefined, 'apply', '--yes');
  expect(applied.code).toBe(0);
  for (const release of ['0.7.0', 'main']) {
    const { code, different, events } = await onLlrt(root, release);
    expect([code, different], release).toEqual([0, 0]);
    expect(events).toBeGreaterThan(50);
  }
});

/** The cases of the transform that change as a whole, each an application; one makes a FormData of its own. */
const cases = readCases().filter(
  ({ name, settings, input, expected }) =>
    name !== 'other-form-data' &&
    settings.blocked.length === 0 &&
    !settings.keep &&
    expected.size > 0 &&
    entryOf(input) !== undefined,
);

function entryOf(files: FixtureCase['input']): string | undefined {
  return [...files.keys()].find((file) => /^(?:src\/)?index\.[cm]?[jt]sx?$/.test(file));
}

/** One Lambda that gives each event to the application that the event names. */
function handlerOf(): string {
  const imports = cases.map(
    ({ name, input }, at) => `import * as case${at} from './cases/${name}/${entryOf(input)}';`,
  );
  const table = cases.map(({ name }, at) => `  '${name}': case${at},`);
  return `import { handle } from 'hono/aws-lambda';
${imports.join('\n')}
const loaded = {
${table.join('\n')}
};
const appOf = (module) => [module.default?.default, module.default, module].find((one) => one?.fetch);
export const handler = (event, context) => handle(appOf(loaded[event.case]))(event, context);
`;
}

function filesOf(side: 'input' | 'expected'): Readonly<Record<string, string>> {
  return Object.fromEntries(
    cases.flatMap((one) =>
      [...one[side]].map(([file, text]) => [`cases/${one.name}/${file}`, text]),
    ),
  );
}

/** Some of the bodies for each case: all of them together are sent often enough. */
const bodies = REQUESTS.filter(({ body }, at) => (body?.length ?? 0) < 1_000 && at % 4 === 0);

const events = cases.flatMap(({ name, input }) =>
  routesIn(input).flatMap(({ method, path }) =>
    bodies.map((request) => ({
      name: `${name} ${method} ${path}: ${request.name}`,
      event: {
        case: name,
        version: '2.0',
        rawPath: path,
        rawQueryString: '',
        headers: {
          host: 'example.com',
          ...(request.type ? { 'content-type': request.type } : {}),
        },
        requestContext: { domainName: 'example.com', http: { method, path } },
        ...(request.body === undefined
          ? {}
          : typeof request.body === 'string'
            ? { body: request.body }
            : { body: Buffer.from(request.body).toString('base64'), isBase64Encoded: true }),
      },
    })),
  ),
);

function routesIn(files: FixtureCase['input']): readonly { method: string; path: string }[] {
  const found = [...files.values()].flatMap((text) => [
    ...text.matchAll(/\.(post|put|patch|delete)\(\s*'([^'*]+)'/g),
  ]);
  const routes = found.map(([, method = '', path = '']) => ({
    method: method.toUpperCase(),
    path: path.replace(/:\w+/g, 'p1'),
  }));
  return routes.length > 0 ? routes.slice(0, 1) : [{ method: 'POST', path: '/' }];
}

test('every case answers on LLRT what it answered on Node.js', async () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
  const root = workspace({
    'package.json': '{ "name": "app", "type": "module", "dependencies": { "hono": "^4.13.0" } }',
    '.gitignore': 'node_modules\n',
    ...filesOf('input'),
    'index.ts': handlerOf(),
    'events.json': JSON.stringify(events),
  });
  for (const name of ['valibot', 'zod'])
    symlinkSync(resolve('node_modules', name), join(root, 'node_modules', name));
  commit(root);
  const args = ['--base', 'HEAD', '--entry', 'index.ts#handler', '--events', 'events.json'];
  const before = await onLlrt(root, '0.7.0', ...args);
  expect(before.different).toBeGreaterThan(before.events / 2);
  write(root, filesOf('expected'));
  for (const release of ['0.7.0', '0.8.1']) {
    const { code, different, events: replayed } = await onLlrt(root, release, ...args);
    expect({ code, different, replayed }).toEqual({
      code: 0,
      different: 0,
      replayed: events.length,
    });
  }
});
