import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../engine/plan.js';
import { readFiles, writeFiles } from '../../lambda-api-to-hono/testing/fixture-case.js';
import { applyTo, filesAfter } from '../../lambda-api-to-hono/testing/migration.js';
import { typeCheck } from '../../lambda-api-to-hono/testing/type-check.js';
import { comparable } from '../testing/fixture-case.js';
import { bundleCases, resultsOf } from '../testing/run-case.js';
import { makeSandbox, planJose } from '../testing/sandbox.js';

const FIXTURES = fileURLToPath(new URL('../../../fixtures/hono-jwt', import.meta.url));
const MANIFEST =
  '{ "name": "tokens", "private": true, "type": "module", "dependencies": { "hono": "*", "jose": "*" } }\n';
const cases = readdirSync(FIXTURES).map((name) => ({
  name,
  input: new Map([['package.json', MANIFEST], ...readFiles(join(FIXTURES, name, 'input'))]),
  expected: readFiles(join(FIXTURES, name, 'expected')),
}));

describe.each([4, 5, 6] as const)('--jwt hono with jose %i', (major) => {
  const sandbox = makeSandbox(major);
  const plans = new Map<string, Plan>();
  afterAll(() => sandbox.remove());

  beforeAll(async () => {
    for (const { name, input } of cases) {
      sandbox.place(`${name}/before`, input);
      const after = sandbox.place(`${name}/after`, input);
      const plan = await planJose(after, { jwt: 'hono' });
      plans.set(name, plan);
      applyTo(after, plan);
    }
  });

  it.each(cases)('$name', async ({ name, input, expected }) => {
    const plan = plans.get(name);
    if (!plan) throw new Error(`${name} was not planned`);
    const after = filesAfter(input, plan);
    const paths = plan.files.map(({ path }) => path);
    const written = comparable(
      new Map(paths.map((path) => [path, after.get(path) ?? '(deleted)'])),
    );
    if (process.env['UPDATE_FIXTURES'] === '1') {
      rmSync(join(FIXTURES, name, 'expected'), { recursive: true, force: true });
      writeFiles(join(FIXTURES, name, 'expected'), written);
    } else expect(Object.fromEntries(written)).toEqual(Object.fromEntries(expected));
    const [before, later] = ['before', 'after'].map((side) => join(sandbox.root, name, side));
    if (before === undefined || later === undefined) throw new Error('no folders');
    expect((await planJose(later, { jwt: 'hono' })).files, 'a second run').toEqual([]);
    const typed = paths.filter((path) => path.endsWith('.ts')).map((path) => join(later, path));
    for (const complaints of typeCheck(sandbox.root, typed).values())
      expect(complaints).toEqual([]);
    await bundleCases([before, later]);
    expect(await resultsOf(later)).toEqual(await resultsOf(before));
  });
});

describe('without hono', () => {
  const sandbox = makeSandbox(6);
  afterAll(() => sandbox.remove());

  it.each([
    ['not in package.json', '{ "type": "module", "dependencies": { "jose": "*" } }\n'],
    ['4.10.0', '{ "type": "module", "dependencies": { "hono": "4.10.0", "jose": "*" } }\n'],
  ])('takes the module, and says so: %s', async (version, manifest) => {
    const input = cases.find(({ name }) => name === 'names-taken')?.input ?? [];
    const folder = sandbox.place(version, new Map([...input, ['package.json', manifest]]));
    writeFiles(
      join(folder, 'node_modules/hono'),
      new Map([['package.json', `{ "name": "hono", "version": "4.10.0" }\n`]]),
    );
    const plan = await planJose(folder, { jwt: 'hono' });
    expect(plan.findings.map(({ code, message }) => [code, message.includes(version)])).toEqual([
      ['jose-hono-version', true],
    ]);
    expect(plan.files.map(({ path }) => path)).toContain('jose-web-crypto.js');
  });

  it('knows no other library', async () => {
    const folder = sandbox.place('other', new Map([['package.json', MANIFEST]]));
    await expect(planJose(folder, { jwt: 'jose' })).rejects.toThrow('--jwt takes "hono"');
  });
});
