import type { SourceProgram } from '../../engine/syntax/program.js';
import type { Problem } from '../problem.js';
import type { JoseFile } from '../survey.js';
import type { Profile } from '../version.js';
import type { AreConnected } from './components.js';
import { mockProblems, otherMocks } from './mocks.js';
import { splitProblems } from './split.js';

/**
 * Files that could leave jose by themselves, and have to stay because of others that stay. Each of
 * them may keep more of them in turn.
 *
 * @param files all files on jose
 * @param wanted those of `files` that are to leave it
 */
export function staysOf(
  program: SourceProgram,
  files: readonly JoseFile[],
  wanted: readonly JoseFile[],
  profile: Profile,
  areConnected: AreConnected,
): Problem[] {
  const problems: Problem[] = [];
  const tests = wanted.length > 0 ? otherMocks(program) : [];
  let moving = wanted;
  for (;;) {
    const staying = files.filter((file) => !moving.includes(file));
    const mocked = mockProblems(files, moving, tests, areConnected);
    const found =
      mocked.length > 0 ? mocked : splitProblems(moving, staying, profile, areConnected);
    if (found.length === 0) return problems;
    problems.push(...found);
    const left = new Set(found.map(({ file }) => file));
    moving = moving.filter(({ file }) => !left.has(file.path));
  }
}
