import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { NEWEST, parseRelease } from '../../transforms/llrt/release.js';
import type { CommandContext } from '../command.js';
import { openSession } from '../session.js';
import { readFlavour } from '../verify/llrt/choose-runtime.js';
import type { CheckReport } from './check-report.js';
import { namedEntries } from './lambda-entries.js';
import { runCheck } from './run-check.js';
import { toSarif } from './sarif.js';

/**
 * Everything behind `llrt-migrate check`: reads the options, opens the workspace, checks it, and
 * writes the file of `--sarif`.
 *
 * @throws Failure for what the person has to put right
 */
export async function checkWorkspace(context: CommandContext): Promise<CheckReport> {
  const { options, global } = context;
  const flavour = readFlavour(options.text('sdk'));
  const session = await openSession(context);
  const release = parseRelease(session.request.llrt ?? NEWEST);
  const { root } = session.workspace;
  const entries = namedEntries(root, global.cwd, options.list('entry'));
  const report = await runCheck({ session, release, flavour, entries });
  const sarif = options.text('sarif');
  if (sarif !== undefined) writeSarif(resolve(global.cwd, sarif), report, root);
  return report;
}

function writeSarif(path: string, report: CheckReport, root: string): void {
  try {
    writeFileSync(path, `${JSON.stringify(toSarif(report, root), null, 2)}\n`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(
      'file-unwritable',
      `--sarif ${path}: the file cannot be written (${reason}).`,
    );
  }
}
