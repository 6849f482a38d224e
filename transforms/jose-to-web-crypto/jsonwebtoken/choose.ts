import type { SourceProgram } from '../../engine/syntax/program.js';
import type { Selection } from '../../engine/transform.js';
import { ownership } from '../ownership.js';
import type { Problem } from '../problem.js';
import type { AreConnected } from '../sharing/components.js';
import type { TokenAssessment } from './assess.js';
import { usesErrors } from './checks/surroundings.js';
import type { TokenFile } from './survey.js';

/** Which files leave jsonwebtoken, and what is said about those that could and do not. */
export interface Choice {
  readonly chosen: readonly TokenAssessment[];
  readonly problems: readonly Problem[];
  readonly isOwned: (token: TokenFile) => boolean;
}

/** Chooses the files that are selected, may leave, and do not exchange anything with those that stay. */
export function chooseTokens(
  program: SourceProgram,
  selection: Selection,
  assessments: readonly TokenAssessment[],
  areConnected: AreConnected,
): Choice {
  const owned = ownership(program, selection);
  const isOwned = ({ file, sites }: TokenFile): boolean =>
    owned({ file, sites, names: new Set(), docTypes: [] });
  const isSelected = (one: TokenAssessment): boolean =>
    isOwned(one.token) &&
    one.waiting
      .flatMap(({ calls, functions, expectations }) => [
        ...calls,
        ...functions,
        ...expectations.map(({ fn }) => fn),
      ])
      .every((node) => selection.file(node.getSourceFile().fileName));
  let chosen = assessments.filter((one) => one.problems.length === 0 && isSelected(one));
  const problems: Problem[] = [];
  for (let size = -1; size !== chosen.length;) {
    size = chosen.length;
    chosen = chosen.filter((one) => {
      const staying = assessments.filter((other) => !chosen.includes(other));
      const found = splitProblem(one, staying, areConnected);
      if (found) problems.push(found);
      return !found;
    });
  }
  return { chosen, problems, isOwned };
}

function splitProblem(
  { token }: TokenAssessment,
  staying: readonly TokenAssessment[],
  areConnected: AreConnected,
): Problem | undefined {
  const { path } = token.file;
  const near = staying.filter((other) => areConnected(other.token.file.path, path));
  const node = token.sites[0]?.site.node;
  const place = { file: path, ...(node && { node }) };
  const mock = near.find(({ problems }) =>
    problems.some(({ code }) => code === 'jsonwebtoken-mocked'),
  );
  if (mock)
    return {
      code: 'jsonwebtoken-mocked',
      ...place,
      details: { place: `The mock in ${mock.token.file.path}` },
    };
  const other = near.find((one) => usesErrors(token) || usesErrors(one.token));
  if (!other) return undefined;
  return { code: 'jsonwebtoken-split', ...place, details: { other: other.token.file.path } };
}
