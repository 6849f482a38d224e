import type { SourceProgram } from '../../engine/syntax/program.js';
import { isTestFile } from '../../lambda-api-to-hono/handlers/call-sites.js';
import type { Problem } from '../problem.js';
import { otherMentions } from '../sites/other-mentions.js';
import type { JoseFile } from '../survey.js';
import type { AreConnected } from './components.js';

/**
 * Files that have to stay because a test that mocks jose stays, and its mock would not reach them.
 *
 * @param files all files on jose
 * @param tests more files that mock jose, and stay
 */
export function mockProblems(
  files: readonly JoseFile[],
  moving: readonly JoseFile[],
  tests: readonly string[],
  areConnected: AreConnected,
): Problem[] {
  const mocks = files.filter(
    (one) => !moving.includes(one) && one.sites.some(({ site }) => site.form === 'mock'),
  );
  const paths = [...mocks.map(({ file }) => file.path), ...tests];
  // A test runner loads its setup files beside every test; nothing has to import them.
  const setups = new Set(
    paths.filter(
      (test) => !files.some(({ file }) => file.path !== test && areConnected(file.path, test)),
    ),
  );
  return moving.flatMap((moves) => {
    const { path } = moves.file;
    const other = paths.find((test) => setups.has(test) || areConnected(test, path));
    if (other === undefined) return [];
    const { node } = moves.sites[0]?.site ?? {};
    return [{ code: 'jose-mock-stays', file: path, ...(node && { node }), details: { other } }];
  });
}

/** Tests that may replace jose in a way that is not followed, for example by proxyquire. */
export function otherMocks(program: SourceProgram): string[] {
  return program.pkg.candidates.filter((path) => {
    const text = program.pkg.read(path) ?? '';
    const file = isTestFile(path) && /\bjose\b/.test(text) ? program.file(path) : undefined;
    return file !== undefined && otherMentions(file).length > 0;
  });
}
