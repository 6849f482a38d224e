import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPlan, type Plan } from '../engine/plan.js';
import { openWorkspace } from '../engine/workspace.js';
import { makeSandbox } from '../form-data-to-url-search-params/testing/sandbox.js';
import { applyTo, filesAfter } from '../lambda-api-to-hono/testing/migration.js';
import {
  commentsOf,
  reformattedLines,
  syntaxProblem,
} from '../lambda-api-to-hono/testing/text-rules.js';
import { typeCheck } from '../lambda-api-to-hono/testing/type-check.js';
import { nodejsFunctionToLlrt } from './index.js';
import { readCases, writeExpected } from './testing/fixture-case.js';
import { compileStacks, placeBinary, synthesise, type Resource } from './testing/synth.js';

const cases = readCases();
const sandbox = makeSandbox();
const plans = new Map<string, Plan>();

const isSource = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path);
const isTypeScript = (path: string): boolean => /\.[cm]?tsx?$/.test(path);
const folderOf = (name: string, side: 'before' | 'after'): string => join(sandbox.root, name, side);

beforeAll(async () => {
  for (const { name, input, settings } of cases) {
    sandbox.place(`${name}/before`, input);
    const after = sandbox.place(`${name}/after`, input);
    const plan = await planIn(after, settings.keepNode);
    plans.set(name, plan);
    applyTo(after, plan);
  }
  const changed = cases.filter(({ settings }) => !settings.keep);
  await compileStacks(
    changed.flatMap(({ name }) => [folderOf(name, 'before'), folderOf(name, 'after')]),
  );
});

afterAll(() => sandbox.remove());

describe.each(cases)('$name', ({ name, input, expected, settings }) => {
  it('is rewritten as expected', () => {
    const plan = planOf(name);
    const after = filesAfter(input, plan);
    const written = new Map(plan.files.map(({ path }) => [path, after.get(path) ?? '(deleted)']));
    if (process.env['UPDATE_FIXTURES'] === '1') writeExpected(name, written);
    else expect(Object.fromEntries(written)).toEqual(Object.fromEntries(expected));
    const codes = plan.findings.filter(({ severity }) => severity !== 'info');
    expect([...new Set(codes.map(({ code }) => code))].toSorted()).toEqual(settings.blocked);
    expect(plan.files.length === 0, 'nothing changes').toBe(settings.keep);
  });

  it('changes only what must change', async () => {
    const after = filesAfter(input, planOf(name));
    for (const [path, text] of [...after].filter(([file]) => isSource(file))) {
      expect(syntaxProblem(path, text), path).toBe(syntaxProblem(path, input.get(path) ?? ''));
      if (!settings.keepNode)
        expect(reformattedLines(input.get(path) ?? '', text), path).toEqual([]);
    }
    const kept = [...after].flatMap(([path, text]) => commentsOf(path, text));
    for (const [path, text] of [...input].filter(([file]) => isSource(file)))
      for (const comment of commentsOf(path, text))
        if (!settings.gone.includes(comment)) expect(kept, path).toContain(comment);
    for (const comment of settings.gone) expect(kept).not.toContain(comment);
    const again = settings.keep ? [settings.keepNode] : [settings.keepNode, false];
    for (const keepNode of again)
      expect((await planIn(folderOf(name, 'after'), keepNode)).files, 'a second run').toEqual([]);
  });

  it.skipIf(settings.keep)('makes the same functions, on LLRT', () => {
    const before = synthesise(folderOf(name, 'before')).resources;
    const after = synthesise(folderOf(name, 'after')).resources;
    const changed = Object.keys(before).filter(
      (id) => runtimeOf(after[id]) !== runtimeOf(before[id]),
    );
    const added = Object.keys(after).filter((id) => !(id in before));
    const onLlrt = settings.keepNode ? added : changed;
    expect(onLlrt.length).toBeGreaterThan(0);
    for (const id of onLlrt) expect(runtimeOf(after[id])).toBe('provided.al2023');
    if (settings.keepNode) {
      for (const [id, resource] of Object.entries(before))
        expect(withoutCode(after[id]), id).toEqual(withoutCode(resource));
      for (const id of added) expectTwin(after[id], Object.values(before));
    } else {
      expect(Object.keys(after)).toEqual(Object.keys(before));
      for (const [id, resource] of Object.entries(before))
        expect(comparable(after[id]), id).toEqual(comparable(resource));
    }
  });
});

describe('types', () => {
  const typed = cases.filter(
    ({ input, settings }) =>
      !settings.keep && settings.types && [...input.keys()].some(isTypeScript),
  );
  let complaints: ReadonlyMap<string, readonly string[]> = new Map();
  const filesOf = (name: string, side: 'before' | 'after'): string[] =>
    [...(cases.find((one) => one.name === name)?.input.keys() ?? [])]
      .filter(isTypeScript)
      .map((path) => join(folderOf(name, side), path));

  beforeAll(() => {
    const all = typed.flatMap(({ name }) => [
      ...filesOf(name, 'before'),
      ...filesOf(name, 'after'),
    ]);
    complaints = typeCheck(sandbox.root, all);
  });

  it.each(typed)('$name', ({ name }) => {
    for (const side of ['before', 'after'] as const)
      for (const path of filesOf(name, side)) expect(complaints.get(path), path).toEqual([]);
  });
});

describe('a bundled function', () => {
  it('has the binary beside code without the SDK', () => {
    const folder = folderOf('clients-standard', 'after');
    placeBinary(folder, 'stand-in for LLRT');
    const { out } = synthesise(folder, true);
    const [asset = ''] = readdirSync(out).filter((name) => name.startsWith('asset.'));
    expect(readdirSync(join(out, asset)).toSorted()).toEqual(['bootstrap', 'index.mjs']);
    expect(readFileSync(join(out, asset, 'bootstrap'), 'utf8')).toBe('stand-in for LLRT');
    const code = readFileSync(join(out, asset, 'index.mjs'), 'utf8');
    expect(code).toContain('from"@aws-sdk/client-dynamodb"');
    expect(code.length).toBeLessThan(500);
  });
});

function planIn(folder: string, keepNode: boolean): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: folder, exclude: ['**/compiled.cjs'] }), { keepNode }, [
    nodejsFunctionToLlrt,
  ]);
}

function planOf(name: string): Plan {
  const plan = plans.get(name);
  if (!plan) throw new Error(`${name} was not planned`);
  return plan;
}

function runtimeOf(resource: Resource | undefined): unknown {
  return resource?.Properties['Runtime'];
}

/** The code of a function that is not bundled is the folder, in which the stack has changed. */
function withoutCode(resource: Resource | undefined): unknown {
  const { Code: _, ...properties } = { ...resource?.Properties };
  return { ...resource, Properties: properties, Metadata: undefined };
}

/** A resource without what the construct changes: the runtime, and a variable of the Node.js SDK. */
function comparable(resource: Resource | undefined): unknown {
  if (resource?.Type !== 'AWS::Lambda::Function') return resource;
  const { Runtime: _, Environment: environment, Code: __, ...rest } = resource.Properties;
  const { Variables = {} } = { ...(environment as { Variables?: Record<string, string> }) };
  const { AWS_NODEJS_CONNECTION_REUSE_ENABLED: ___, ...variables } = Variables;
  return { ...rest, variables };
}

/** A twin has the role, the log group and the environment of a function that was there before. */
function expectTwin(twin: Resource | undefined, before: readonly Resource[]): void {
  const functions = before.filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const role = JSON.stringify(twin?.Properties['Role']);
  const original = functions.find(({ Properties }) => JSON.stringify(Properties['Role']) === role);
  expect(original).toBeDefined();
  expect(twin?.Properties['LoggingConfig']).toMatchObject({ LogGroup: expect.anything() });
  const variables = (resource: Resource | undefined): unknown => {
    const { Environment } = resource?.Properties ?? {};
    const {
      AWS_NODEJS_CONNECTION_REUSE_ENABLED: _,
      LATER: __,
      ...rest
    } = {
      ...(Environment as { Variables?: Record<string, string> } | undefined)?.Variables,
    };
    return rest;
  };
  expect(variables(twin)).toEqual(variables(original));
}
