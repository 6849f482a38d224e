import type { SourceProgram } from '../engine/syntax/program.js';
import { algorithmProblems, optionProblems } from './checks/algorithms.js';
import { entryProblems } from './checks/entries.js';
import { keyObjectUses } from './checks/key-objects.js';
import { keyUseProblems } from './checks/key-uses.js';
import { moduleProblems } from './checks/module-held.js';
import { networkCodeProblems } from './checks/network-codes.js';
import { publicApiProblems } from './checks/public-api.js';
import { resultProblems } from './checks/results.js';
import { mappedProblems } from './checks/mapped.js';
import { starProblems } from './checks/star.js';
import type { Problem } from './problem.js';
import type { AreConnected } from './sharing/components.js';
import { packageProblems } from './sharing/packages.js';
import type { JoseFile } from './survey.js';
import type { JoseVersion } from './version.js';

/** A file that uses jose, and why it has to stay on it; it can leave where there is nothing. */
export interface Assessment {
  readonly jose: JoseFile;
  readonly problems: readonly Problem[];
}

/** Finds out for each file by itself whether the module can take the place of jose in it. */
export function assess(
  program: SourceProgram,
  files: readonly JoseFile[],
  version: JoseVersion,
  areConnected: AreConnected,
): Assessment[] {
  const [first] = files;
  if (!first) return [];
  const stays = (problems: readonly Problem[]): Assessment[] =>
    files.map((jose) => ({ jose, problems }));
  if (version.kind !== 'known') return stays([unfit(first, version)]);
  const shared = sharedProblems(program, files, version);
  if (shared.length > 0) return stays(shared);
  const spread = spreadingProblems(program, files, version.major);
  return files.map((jose) => {
    const { path } = jose.file;
    const own = ownProblems(program, jose, version);
    const fromOthers = spread.filter(
      ({ problem, travels }) =>
        problem.file === path || (travels && areConnected(problem.file, path)),
    );
    return { jose, problems: [...own, ...fromOthers.map(({ problem }) => problem)] };
  });
}

type Known = Extract<JoseVersion, { kind: 'known' }>;

/** What keeps the whole package on jose. */
function sharedProblems(
  program: SourceProgram,
  files: readonly JoseFile[],
  { profile }: Known,
): Problem[] {
  return [
    ...mappedProblems(program),
    ...moduleProblems(program.pkg, files, profile),
    ...packageProblems(program, files, profile),
    ...publicApiProblems(program.pkg, files),
  ];
}

function ownProblems(program: SourceProgram, jose: JoseFile, { major, profile }: Known): Problem[] {
  return [
    ...entryProblems(program, jose, profile),
    ...starProblems(program, jose, profile),
    ...optionProblems(jose),
    ...resultProblems(program, jose, major),
  ];
}

/** What is found anywhere in the package and matters for the files that are connected with it. */
function spreadingProblems(
  program: SourceProgram,
  files: readonly JoseFile[],
  major: number,
): { readonly problem: Problem; readonly travels: boolean }[] {
  const paths = new Set(files.map(({ file }) => file.path));
  const algorithms = algorithmProblems(program).map((problem) => ({
    problem,
    travels: !paths.has(problem.file),
  }));
  const objects = major === 6 ? [] : keyUseProblems(program, files);
  const others = [...objects, ...networkCodeProblems(program, files, major)];
  return [
    ...algorithms,
    ...keyObjectUses(program),
    ...others.map((problem) => ({ problem, travels: true })),
  ];
}

function unfit({ file, sites }: JoseFile, version: Exclude<JoseVersion, Known>): Problem {
  const place = { file: file.path, ...(sites[0] && { node: sites[0].site.node }) };
  return version.kind === 'unsupported'
    ? { code: 'jose-version-unsupported', ...place, details: { version: version.version } }
    : { code: 'jose-version-unknown', ...place };
}
