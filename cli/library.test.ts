import { expect, it } from 'vitest';
import { makeFolder, readFolder } from '../transforms/testing/folders.js';
import { SAMPLE } from '../transforms/testing/sample.js';
import { wordTransform } from '../transforms/testing/word-transform.js';
import {
  applyPlan,
  createPlan,
  createStatus,
  Failure,
  isBlocked,
  loadTransforms,
  openWorkspace,
  readBefore,
  undo,
} from './library.js';

it('does what the command line does', async () => {
  const root = makeFolder(SAMPLE);
  const before = readFolder(root);
  const plan = await createPlan(openWorkspace({ cwd: root }), { packages: ['api'] }, [
    wordTransform,
  ]);
  expect(isBlocked(plan)).toBe(false);
  const { id, files } = applyPlan(root, plan);
  expect(files).toHaveLength(4);
  expect(readBefore(root).size).toBe(4);
  expect(createStatus(openWorkspace({ cwd: root }), {}, [wordTransform]).summary.migrated).toBe(4);
  expect(undo(root)).toEqual({ id, files });
  expect(readFolder(root)).toEqual(before);
  expect(() => undo(root)).toThrow(Failure);
});

it('loads the transforms of this version', async () => {
  expect((await loadTransforms()).map((transform) => transform.id)).toContain('lambda-api-to-hono');
});
