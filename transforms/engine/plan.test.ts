import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commitAll, git, makeFolder, readFolder } from '../testing/folders.js';
import { SAMPLE } from '../testing/sample.js';
import { wordTransform } from '../testing/word-transform.js';
import { Failure } from './failure.js';
import { createPlan, isBlocked, type Plan } from './plan.js';
import type { Request } from './selection.js';
import { createStatus } from './status.js';
import { hashOf } from './text-file.js';
import type { Transform } from './transform.js';
import { openWorkspace } from './workspace.js';

function planIn(
  root: string,
  request: Request = {},
  transforms: readonly Transform[] = [wordTransform],
): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: root }), request, transforms);
}

async function failureOf(action: () => Promise<unknown>): Promise<Failure> {
  try {
    await action();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}

describe('createPlan', () => {
  it('has everything that applying needs, and writes nothing', async () => {
    const root = makeFolder(SAMPLE);
    const before = readFolder(root);
    const plan = await planIn(root);
    expect(readFolder(root)).toEqual(before);
    expect(plan).toMatchObject({ schemaVersion: 1, findings: [] });
    expect(plan.routes).toHaveLength(4);
    expect(plan.files.map((file) => file.path)).toEqual([
      'packages/api/package.json',
      'packages/api/src/bom.js',
      'packages/api/src/index.js',
      'packages/api/src/made here/né.js',
    ]);
    const bom = plan.files[1];
    expect(bom?.beforeHash).toBe(hashOf(SAMPLE['packages/api/src/bom.js']));
    expect(bom?.afterHash).toBe(
      hashOf(SAMPLE['packages/api/src/bom.js'].replaceAll(' old', ' new')),
    );
    expect(plan.files[3]).toMatchObject({ beforeHash: null, afterHash: hashOf('helper\n') });
    expect(plan.packages.find((pkg) => pkg.name === 'api')?.routes).toEqual(plan.routes);
  });

  it('is what git apply takes', async () => {
    const root = makeFolder(SAMPLE);
    commitAll(root);
    const plan = await planIn(root);
    writeFileSync(join(root, '.git/p'), plan.files.map((file) => file.patch).join(''));
    git(root, 'apply', '.git/p');
    for (const file of plan.files)
      expect(hashOf(readFileSync(join(root, file.path)))).toBe(file.afterHash);
  });

  it('is the same for the same input', async () => {
    const root = makeFolder(SAMPLE);
    expect(await planIn(root)).toEqual(await planIn(root));
  });

  it('narrows to packages by name, folder and folder from below', async () => {
    const root = makeFolder(SAMPLE);
    expect((await planIn(root, { packages: ['web'] })).files).toEqual([]);
    for (const name of ['api', 'packages/api', './packages/api/'])
      expect((await planIn(root, { packages: [name] })).routes).toHaveLength(4);
    const below = openWorkspace({ cwd: join(root, 'packages/api/src') });
    expect((await createPlan(below, { packages: ['..'] }, [wordTransform])).routes).toHaveLength(4);
    expect((await failureOf(() => planIn(root, { packages: ['apu'] }))).message).toMatch(
      /name or folder "apu". Did you mean api\?/,
    );
  });

  it('narrows to files', async () => {
    const root = makeFolder(SAMPLE);
    expect((await planIn(root, { files: ['**/index.js'] })).routes).toHaveLength(2);
    const below = openWorkspace({ cwd: join(root, 'packages/api') });
    expect(
      (await createPlan(below, { files: ['./src/bom.js'] }, [wordTransform])).routes,
    ).toHaveLength(2);
    expect((await failureOf(() => planIn(root, { files: ['*.py'] }))).code).toBe('unknown-file');
  });

  it('selects routes: an id alone, a wildcard for many', async () => {
    const root = makeFolder(SAMPLE);
    const routes = async (...patterns: string[]): Promise<readonly string[]> =>
      (await planIn(root, { routes: patterns })).routes;
    expect(await routes('GET /files/*')).toEqual(['GET /files/*']);
    expect(await routes('get  /v1/users/:id')).toEqual(['GET /v1/users/:id']);
    expect(await routes('GET /f*')).toEqual(['GET /files/*', 'GET /files/:name']);
    expect(await routes('* /v1/users', 'GET /files/:name')).toEqual([
      'GET /files/:name',
      'POST /v1/users',
    ]);
    expect(await routes('*')).toHaveLength(4);
    expect(await failureOf(() => routes('GET /v1/user/:id'))).toMatchObject({
      code: 'unknown-route',
      message: expect.stringContaining('Did you mean GET /v1/users/:id?'),
    });
    expect((await failureOf(() => routes('/v1/users'))).message).toContain(
      "written 'METHOD /path'",
    );
    expect((await failureOf(() => routes('PUT /f*'))).code).toBe('unknown-route');
  });

  it('runs only route-scoped transforms for a route, unless one is named', async () => {
    const root = makeFolder(SAMPLE);
    const other: Transform = { ...wordTransform, id: 'commonjs-to-esm', routeScoped: false };
    const request = { routes: ['POST /v1/users'] };
    expect((await failureOf(() => planIn(root, request, [other]))).code).toBe('unknown-route');
    expect(
      (await planIn(root, { ...request, transforms: ['commonjs-to-esm'] }, [other])).routes,
    ).toEqual(['POST /v1/users']);
    expect((await planIn(root, {}, [other])).routes).toHaveLength(4);
  });

  it('names the transforms there are', async () => {
    const root = makeFolder(SAMPLE);
    expect(
      await failureOf(() => planIn(root, { transforms: ['lambda-api-to-hon'] })),
    ).toMatchObject({
      code: 'unknown-transform',
      message: expect.stringContaining('Did you mean lambda-api-to-hono?'),
    });
    expect(
      await failureOf(() => planIn(root, { transforms: ['jose-to-web-crypto'] })),
    ).toMatchObject({
      code: 'transform-unavailable',
    });
  });

  it('gives later transforms the output of earlier ones, package.json included', async () => {
    const root = makeFolder(SAMPLE);
    const later: Transform = {
      ...wordTransform,
      id: 'form-data-to-url-search-params',
      needles: ['helper'],
      run: (pkg) => ({
        routes: [],
        migrates: [],
        sites: { pending: 1, migrated: 0, blocked: 0 },
        writes: new Map(
          pkg.candidates.map((path) => [
            path,
            `${pkg.read(path)}${JSON.stringify(pkg.manifest.dependencies)}\n`,
          ]),
        ),
        manifest: { add: { third: '3' }, remove: [] },
        findings: [],
      }),
    };
    const plan = await planIn(root, {}, [later, wordTransform]);
    const patch = plan.files.map((file) => file.patch).join('');
    expect(patch).toContain('+helper\n+{"aaa":"1.0.0","new":"^2.0.0"}\n');
    expect(patch).toContain('+        "third": "3"');
  });

  it('shows findings of the selected routes only, and is blocked by their errors', async () => {
    const root = makeFolder({
      'package.json': '{ "dependencies": { "old": "1" } }',
      'a.js': 'route GET /a old\nroute GET /b stuck\n',
    });
    expect(isBlocked(await planIn(root))).toBe(true);
    expect((await planIn(root)).findings).toMatchObject([{ code: 'handler-unresolved', line: 2 }]);
    expect((await planIn(root, { routes: ['GET /a'] })).findings).toEqual([]);
    expect(isBlocked(await planIn(root, { routes: ['GET /b'] }))).toBe(true);
  });

  it('is not blocked by an error elsewhere when the named routes can be migrated', async () => {
    const root = makeFolder({
      'package.json': '{ "dependencies": { "old": "1" } }',
      'a.js': 'route GET /a old\nroute GET /b stuck\n',
    });
    const elsewhere = {
      code: 'syntax-error',
      severity: 'error',
      message: 'The file does not parse',
      file: 'z.js',
      line: 1,
      column: 1,
      help: 'Correct it.',
      docs: 'docs/findings.md#syntax-error',
    } as const;
    const warning = { ...elsewhere, severity: 'warning', line: 2 } as const;
    const transform: Transform = {
      ...wordTransform,
      run: (pkg, selection) => ({
        ...wordTransform.run(pkg, selection),
        findings: [elsewhere, warning],
      }),
    };
    expect(isBlocked(await planIn(root, {}, [transform]))).toBe(true);
    expect((await planIn(root, { routes: ['GET /a'] }, [transform])).findings).toEqual([warning]);
    expect((await planIn(root, { routes: ['GET /b'] }, [transform])).findings).toHaveLength(3);
  });

  it('goes on with other packages where a transform fails in one, and says so', async () => {
    const root = makeFolder({
      ...SAMPLE,
      'packages/odd/package.json': '{ "name": "odd" }',
      'packages/odd/index.js': 'route GET /odd old\n',
    });
    const failing: Transform = {
      ...wordTransform,
      run(pkg, selection) {
        if (pkg.name === 'odd') throw new Error('edits overlap');
        return wordTransform.run(pkg, selection);
      },
    };
    const plan = await planIn(root, {}, [failing]);
    expect(plan.routes).toHaveLength(4);
    expect(isBlocked(plan)).toBe(true);
    const finding = { code: 'transform-failed', message: expect.stringContaining('edits overlap') };
    expect(plan.findings).toMatchObject([finding]);
    const status = createStatus(openWorkspace({ cwd: root }), {}, [failing]);
    expect(status.packages.flatMap((pkg) => pkg.transforms)).toContainEqual(
      expect.objectContaining({ findings: [expect.objectContaining(finding)] }),
    );
    const named = await planIn(root, { routes: ['GET /odd'] }, [failing]);
    expect(named.findings).toMatchObject([finding]);
  });

  it('refuses a transform that writes outside its package', async () => {
    const root = makeFolder(SAMPLE);
    const rogue: Transform = {
      ...wordTransform,
      run: (pkg, selection) => ({
        ...wordTransform.run(pkg, selection),
        writes: new Map([['packages/web/index.js', 'x']]),
      }),
    };
    await expect(planIn(root, {}, [rogue])).rejects.toThrow(/outside the package packages\/api/);
  });

  it('keeps the mode of a deleted file in the patch', async () => {
    const root = makeFolder({ 'package.json': '{}', 'a.js': 'route x\n' });
    chmodSync(join(root, 'a.js'), 0o755);
    const deleting: Transform = {
      ...wordTransform,
      run: (pkg, selection) => ({
        ...wordTransform.run(pkg, selection),
        writes: new Map([['a.js', null]]),
      }),
    };
    expect((await planIn(root, {}, [deleting])).files).toMatchObject([
      { afterHash: null, patch: expect.stringContaining('deleted file mode 100755') },
    ]);
  });
});

describe('createStatus', () => {
  it('counts routes by state and narrows like a plan', () => {
    const root = makeFolder({
      ...SAMPLE,
      'packages/web/index.js': 'route GET /w new\nroute GET /x stuck\n',
    });
    const workspace = openWorkspace({ cwd: root });
    expect(createStatus(workspace, {}, [wordTransform]).summary).toEqual({
      routes: 6,
      migrated: 1,
      pending: 4,
      blocked: 1,
    });
    const status = createStatus(workspace, { routes: ['GET /x'] }, [wordTransform]);
    expect(status.packages.flatMap((pkg) => pkg.routes)).toMatchObject([
      { id: 'GET /x', state: 'blocked', file: 'packages/web/index.js', line: 2 },
    ]);
    expect(
      status.packages.flatMap((pkg) => pkg.transforms.flatMap((item) => item.findings)),
    ).toEqual([]);
    expect(() => createStatus(workspace, { routes: ['GET /none'] }, [wordTransform])).toThrow(
      'No route matches',
    );
  });
});
