import { ts } from '../../engine/syntax/typescript.js';
import type { Problem } from '../problem.js';
import type { JoseFile } from '../survey.js';
import type { Profile } from '../version.js';
import type { AreConnected } from './components.js';
import { exchangeOf } from './exchange.js';

/**
 * Files that would be on another module than a file that stays on jose, and exchange errors or
 * keys with it. They stay as well, and so do those that exchange something with them in turn.
 *
 * @returns one problem for each of `moving` that has to stay
 */
export function splitProblems(
  moving: readonly JoseFile[],
  staying: readonly JoseFile[],
  profile: Profile,
  areConnected: AreConnected,
): Problem[] {
  const problems: Problem[] = [];
  const left = new Set(moving);
  const queue = [...staying];
  for (let stays = queue.shift(); stays; stays = queue.shift())
    for (const file of left) {
      const problem = areConnected(file.file.path, stays.file.path)
        ? splitProblem(file, stays, profile)
        : undefined;
      if (!problem) continue;
      problems.push(problem);
      left.delete(file);
      queue.push(file);
    }
  return problems;
}

function splitProblem(moves: JoseFile, stays: JoseFile, profile: Profile): Problem | undefined {
  if (isTypesOnly(moves) || isTypesOnly(stays)) return undefined;
  const { errors, keys } = exchangeOf([...moves.names, ...stays.names], profile);
  if (!errors && !keys) return undefined;
  return {
    code: errors ? 'jose-errors-shared' : 'jose-keys-shared',
    file: moves.file.path,
    ...(moves.sites[0] && { node: moves.sites[0].site.node }),
    details: { other: stays.file.path },
  };
}

/** What only names types makes nothing and gets nothing that a class could tell apart. */
function isTypesOnly({ sites }: JoseFile): boolean {
  return sites.every(({ site: { form, node } }) => {
    if (form === 'import-type') return true;
    return ts.isImportDeclaration(node) && node.importClause?.isTypeOnly === true;
  });
}
