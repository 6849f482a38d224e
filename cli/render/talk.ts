import type { Finding } from '../../transforms/engine/finding.js';
import type { Plan } from '../../transforms/engine/plan.js';
import { painter } from '../color.js';
import type { CommandContext } from '../command.js';
import { findUnfinished } from '../journal/unfinished.js';
import { renderFindings } from './findings.js';

/** Says on stderr what a plan leaves as it is, and what stands in the way of applying it. */
export async function sayPlan(context: CommandContext, plan: Plan, root: string): Promise<void> {
  sayFindings(context, plan.findings);
  for (const { id } of await findUnfinished(root))
    context.talk(`${id} was interrupted: the next apply finishes it before it plans.`);
  if (plan.files.length === 0) context.talk('Nothing to change.');
}

/** Says findings on stderr; those for information only under `--verbose`. */
export function sayFindings(context: CommandContext, findings: readonly Finding[]): void {
  const { color, verbose } = context.global;
  const shown = findings.filter((finding) => verbose || finding.severity !== 'info');
  for (const line of renderFindings(shown, painter(color.stderr))) context.talk(line);
}
