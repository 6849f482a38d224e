import type { Problem } from '../problem.js';
import type { JoseFile } from '../survey.js';
import type { AreConnected } from './components.js';

/** Files that have to stay because a test that mocks jose stays, and its mock would not reach them. */
export function mockProblems(
  moving: readonly JoseFile[],
  staying: readonly JoseFile[],
  areConnected: AreConnected,
): Problem[] {
  const mocks = staying.filter(({ sites }) => sites.some(({ site }) => site.form === 'mock'));
  return moving.flatMap((moves) => {
    const { path } = moves.file;
    const test = mocks.find((mock) => areConnected(mock.file.path, path));
    if (!test) return [];
    const { node } = moves.sites[0]?.site ?? {};
    const details = { other: test.file.path };
    return [{ code: 'jose-mock-stays', file: path, ...(node && { node }), details }];
  });
}
