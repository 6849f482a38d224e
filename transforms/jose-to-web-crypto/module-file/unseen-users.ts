import type { SourceProgram } from '../../engine/syntax/program.js';
import { namesThrough } from '../checks/star.js';
import type { JoseFile } from '../survey.js';
import { BASE_NAME, isModulePath } from './names.js';

/**
 * Whether anything may use a module in a way that its names are not known: a file that does not
 * parse, one that loads it in a way that is not followed, or a file of another package.
 *
 * @param users of modules, as far as they are known
 */
export function hasUnseenUsers(
  program: SourceProgram,
  module: string,
  users: readonly JoseFile[],
): boolean {
  const { pkg } = program;
  const known = new Set(users.filter((user) => isRead(program, user)).map(({ file }) => file.path));
  return (
    pkg.loadedOutside().has(module) ||
    pkg.candidates.some(
      (path) =>
        !isModulePath(path) && !known.has(path) && (pkg.read(path) ?? '').includes(BASE_NAME),
    )
  );
}

function isRead(program: SourceProgram, { file, sites }: JoseFile): boolean {
  return sites.every(
    ({ whole, isStar }) =>
      whole.length === 0 && (!isStar || namesThrough(program, file.path) !== undefined),
  );
}
