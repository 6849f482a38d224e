import type { SourceProgram } from '../../engine/syntax/program.js';
import type { Selection, TransformOutcome } from '../../engine/transform.js';
import type { Problem } from '../problem.js';
import { connections } from '../sharing/components.js';
import { assessTokens, type TokenAssessment } from './assess.js';
import { planTokenChanges } from './changes.js';
import { chooseTokens, type Choice } from './choose.js';
import { isTokenModule, surveyTokenModule, tokenProfileIn } from './module-file.js';
import { mentionsTokenPackage, surveyTokens, type TokenFile } from './survey.js';
import { tokenVersion } from './version.js';

/** What the transform does about jsonwebtoken in a package. */
export interface TokenOutcome {
  readonly sites: TransformOutcome['sites'];
  readonly writes: ReadonlyMap<string, string | null>;
  /** Dependencies that nothing needs any more. */
  readonly remove: readonly string[];
  readonly problems: readonly Problem[];
}

/** Replaces jsonwebtoken by a module on Web Crypto where all its calls can be waited for. */
export function tokenOutcome(program: SourceProgram, selection: Selection): TokenOutcome {
  const files = surveyTokens(program);
  const migrated = surveyTokenModule(program);
  if (files.length === 0)
    return { sites: sitesOf([], migrated), writes: new Map(), remove: [], problems: [] };
  const version = tokenVersion(program.pkg);
  const taken = takenModules(program, files);
  const assessments = assessTokens(program, files, version).map((one) =>
    taken.length > 0 ? { ...one, problems: [...one.problems, ...taken] } : one,
  );
  const choice = chooseTokens(program, selection, assessments, connections(program));
  const profile = version.kind === 'known' ? version.profile : undefined;
  const writes = selection.survey
    ? new Map<string, string | null>()
    : planTokenChanges(program, files, migrated, choice.chosen, profile);
  const kept = choice.chosen.length === files.length ? keptProblems(program, files) : [];
  const isDone = choice.chosen.length === files.length && kept.length === 0;
  return {
    sites: sitesOf(assessments, migrated),
    writes,
    remove: isDone ? unneeded(program) : [],
    problems: [...toldOf(assessments, choice), ...kept],
  };
}

function toldOf(assessments: readonly TokenAssessment[], { problems, isOwned }: Choice): Problem[] {
  const own = assessments.filter(({ token }) => isOwned(token));
  return [...own.flatMap((one) => one.problems), ...problems];
}

function sitesOf(
  assessments: readonly TokenAssessment[],
  migrated: readonly TokenFile[],
): TransformOutcome['sites'] {
  const count = (files: readonly TokenFile[]): number =>
    files.reduce((sum, { sites }) => sum + sites.length, 0);
  const free = assessments.filter(({ problems }) => problems.length === 0);
  const pending = count(free.map(({ token }) => token));
  const all = count(assessments.map(({ token }) => token));
  return { pending, migrated: count(migrated), blocked: all - pending };
}

/** Files that have the name of the module and are none. */
function takenModules({ pkg }: SourceProgram, files: readonly TokenFile[]): Problem[] {
  const path = pkg.files.find(
    (one) => isTokenModule(one) && tokenProfileIn(pkg.read(one)) === undefined,
  );
  const [first] = files;
  if (path === undefined || !first) return [];
  const code = 'jsonwebtoken-module-name-taken';
  return [{ code, file: first.file.path, details: { module: path } }];
}

/** Files that name jsonwebtoken in a way that is not followed, or do not parse. */
function keptProblems(program: SourceProgram, files: readonly TokenFile[]): Problem[] {
  const { pkg } = program;
  const places = new Map(
    files.map((one) => [one.file.path, one.sites.length + one.docTypes.length]),
  );
  return pkg.candidates
    .filter((path) => {
      const text = pkg.read(path) ?? '';
      if (!mentionsTokenPackage(text)) return false;
      const all = text.match(/(['"`])jsonwebtoken(?:\/[^'"`\n]*)?\1/g) ?? [];
      return all.length > (places.get(path) ?? 0);
    })
    .map((file) => ({ code: 'jsonwebtoken-kept', file }));
}

function unneeded({ pkg }: SourceProgram): string[] {
  const { dependencies, devDependencies } = pkg.manifest;
  const held = { ...dependencies, ...devDependencies };
  const isPeer = Object.keys(held).some(
    (name) => 'jsonwebtoken' in Object(pkg.installed(name)?.manifest['peerDependencies']),
  );
  if (isPeer) return [];
  return ['jsonwebtoken', '@types/jsonwebtoken'].filter((name) => name in held);
}
