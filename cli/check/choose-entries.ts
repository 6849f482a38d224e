import { basename, join } from 'node:path/posix';
import type { Finding } from '../../transforms/engine/finding.js';
import type { WorkspacePackage } from '../../transforms/engine/workspace.js';
import { checkFinding } from '../../transforms/llrt-check/findings.js';
import {
  constructHandlers,
  deployedHandlers,
  lambdaEntries,
  type DeployedHandler,
} from './lambda-entries.js';
import { templatesOf } from './read-deployment.js';
import type { CheckRequest } from './run-check.js';

/** The entries to check, and what there is to say about them. */
export interface ChosenEntries {
  readonly byPackage: ReadonlyMap<WorkspacePackage, readonly string[]>;
  readonly findings: readonly Finding[];
}

/** The entries that the command line names, else those that are found. */
export function chooseEntries(
  { session, entries }: CheckRequest,
  packages: readonly WorkspacePackage[],
): ChosenEntries {
  if (entries.length > 0)
    return {
      byPackage: new Map(
        packages.map((pkg) => [pkg, entries.filter((file) => pkg.files.includes(file))]),
      ),
      findings: [],
    };
  const { workspace } = session;
  const handlers = [
    ...constructHandlers(workspace),
    ...deployedHandlers(workspace, templatesOf(workspace)),
  ];
  const { byPackage, areGuessed } = lambdaEntries(workspace, packages, handlers);
  const names = [...byPackage.values()].flat();
  const place = { file: join(packages[0]?.dir ?? '', 'package.json'), line: 1, column: 1 };
  if (names.length === 0) return { byPackage, findings: [checkFinding('check-no-entry', place)] };
  const findings = unseen(handlers, names);
  if (areGuessed)
    findings.push(checkFinding('check-entry-guessed', { ...place, names: shown(names) }));
  return { byPackage, findings };
}

/** Handlers whose module has the name of no entry: what a build makes keeps the name of its source. */
function unseen(handlers: readonly DeployedHandler[], names: readonly string[]): Finding[] {
  const stems = new Set(names.map(stem));
  return handlers
    .filter(({ handler, entry }) => entry === undefined && !stems.has(stem(handler)))
    .map(({ handler, file, line }) =>
      checkFinding('check-entry-unseen', { file, line, column: 1, handler }),
    );
}

function stem(path: string): string {
  return basename(path).replace(/\.[^.]*$/, '');
}

function shown(names: readonly string[]): string {
  const some = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${some} and ${names.length - 3} more` : some;
}
