import { expect, it, vi } from 'vitest';
import { makeFolder } from '../testing/folders.js';
import { SAMPLE } from '../testing/sample.js';
import { wordTransform } from '../testing/word-transform.js';
import { createPlan, type Plan } from './plan.js';
import { createStatus } from './status.js';
import { openWorkspace } from './workspace.js';

vi.mock('prettier', () => {
  throw new Error('Prettier was loaded.');
});

function planIn(files: Readonly<Record<string, string>>): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: makeFolder(files) }), {}, [wordTransform]);
}

it('loads Prettier only for a plan that changes files of a project that has it', async () => {
  expect((await planIn(SAMPLE)).files).toHaveLength(4);
  const withPrettier = { ...SAMPLE, '.prettierrc': 'semi: false' };
  await expect(planIn(withPrettier)).rejects.toThrow();
  const workspace = openWorkspace({ cwd: makeFolder(withPrettier) });
  expect(createStatus(workspace, {}, [wordTransform]).summary.routes).toBe(4);
  const nothing = { 'package.json': '{}', '.prettierrc': '', 'a.js': 'first();\n' };
  expect((await planIn(nothing)).files).toEqual([]);
});
