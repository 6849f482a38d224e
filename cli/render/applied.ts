import type { Plan } from '../../transforms/engine/plan.js';
import type { Workspace } from '../../transforms/engine/workspace.js';
import type { CommandContext } from '../command.js';
import { neededInstall } from '../installer.js';
import { count } from '../text.js';
import { migratedRoutes } from './diff.js';
import { sayFindings } from './talk.js';

/** Tells what an apply wrote and what comes next. */
export function sayApplied(
  context: CommandContext,
  workspace: Workspace,
  plan: Plan,
  id: string | null,
): void {
  sayFindings(context, plan.findings);
  const { stdout } = context.io;
  if (id === null) {
    stdout.write('Nothing to change.\n');
    return;
  }
  for (const file of plan.files) stdout.write(`${verbOf(file)} ${file.path}\n`);
  const routes = migratedRoutes(plan);
  stdout.write(`Apply ${id}: ${count(plan.files.length, 'file')} written${routes}.\n`);
  const install = neededInstall(workspace);
  if (install !== undefined) context.talk(`Dependencies changed: run \`${install}\`.`);
  context.talk('Next: `llrt-migrate verify` proves it, `llrt-migrate undo` takes it back.');
}

function verbOf(file: Plan['files'][number]): string {
  if (file.beforeHash === null) return 'created';
  return file.afterHash === null ? 'deleted' : 'changed';
}
