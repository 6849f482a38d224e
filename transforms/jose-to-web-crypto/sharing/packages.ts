import type { SourceProgram } from '../../engine/syntax/program.js';
import { SourceProgram as Program } from '../../engine/syntax/program.js';
import type { PackageView } from '../../engine/transform.js';
import { BASE_NAME } from '../module-file/names.js';
import type { Problem } from '../problem.js';
import { readUses, surveyJose, type JoseFile } from '../survey.js';
import type { Profile } from '../version.js';
import { exchangeOf } from './exchange.js';

/** Packages of the workspace that may exchange errors or keys of jose with this one. */
export function packageProblems(
  program: SourceProgram,
  files: readonly JoseFile[],
  profile: Profile,
): Problem[] {
  const { pkg } = program;
  const first = files[0];
  const others = pkg.siblings().filter(({ dir }) => dir !== pkg.dir);
  if (!first || others.length === 0) return [];
  const own = files.flatMap(({ names }) => [...names]);
  return others
    .filter((other) => loads(pkg, other) || loads(other, pkg))
    .flatMap((other) => {
      const theirs = namesIn(other);
      if (theirs.length === 0) return [];
      const { errors, keys } = exchangeOf([...own, ...theirs], profile);
      const what = errors ? 'errors' : 'keys';
      const details = { name: pkg.name, other: other.name, what };
      const { node } = first.sites[0]?.site ?? {};
      if (!errors && !keys) return [];
      return [
        { code: 'jose-packages-share', file: first.file.path, ...(node && { node }), details },
      ];
    });
}

/** Whether a package depends on another one, or reaches into its folder. */
function loads(one: PackageView, other: PackageView): boolean {
  const { dependencies, devDependencies, peerDependencies } = one.manifest;
  const all = { ...dependencies, ...devDependencies, ...peerDependencies };
  if (other.name in all) return true;
  return [...other.loadedOutside().values()].some((loader) => one.files.includes(loader));
}

function namesIn(pkg: PackageView): string[] {
  const program = new Program(pkg);
  const onJose = surveyJose(program);
  const onModule = pkg.candidates.flatMap((path) => {
    const file = program.file(path);
    return file ? [readUses(program, file, (text) => text.includes(BASE_NAME))] : [];
  });
  return [...onJose, ...onModule].flatMap(({ names }) => [...names]);
}
