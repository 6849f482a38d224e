import { createPlan, type Plan } from '../transforms/engine/plan.js';
import { painter } from './color.js';
import type { CommandContext } from './command.js';
import { renderPatch, renderStat } from './render/diff.js';
import { sayFindings } from './render/talk.js';
import type { Session } from './session.js';

/** What was decided about a plan; `cancelled` is an interrupt, `declined` an answer. */
export type Decision = Plan | 'declined' | 'cancelled';

/** Shows what a plan changes and asks whether to write it. */
export async function confirmPlan(context: CommandContext, plan: Plan): Promise<Decision> {
  const { confirm, isCancel } = await import('@clack/prompts');
  sayFindings(context, plan.findings);
  context.io.stderr.write(`${renderStat(plan).join('\n')}\n`);
  const answer = await confirm({
    message: 'Write these changes?',
    initialValue: false,
    output: process.stderr,
    signal: context.signal,
  });
  if (isCancel(answer)) return 'cancelled';
  return answer ? plan : 'declined';
}

/**
 * Asks route by route, with the diff of that route alone in view, and plans what was accepted.
 * Nothing is written here, so quitting leaves everything as it was.
 *
 * @param whole the plan of the request: its routes are asked about
 */
export async function choosePlanByRoute(
  context: CommandContext,
  { workspace, request, transforms }: Session,
  whole: Plan,
): Promise<Decision> {
  const accepted: string[] = [];
  if (whole.routes.length === 0)
    return whole.files.length === 0 ? whole : confirmPlan(context, whole);
  for (const [index, route] of whole.routes.entries()) {
    const alone = await createPlan(workspace, { ...request, routes: [route] }, transforms);
    context.io.stderr.write(renderPatch(alone, painter(context.global.color.stderr), true));
    const answer = await askRoute(context, `${route} (${index + 1} of ${whole.routes.length})`);
    if (answer === 'quit') return 'cancelled';
    if (answer === 'rest') {
      accepted.push(...whole.routes.slice(index));
      break;
    }
    if (answer === 'yes') accepted.push(route);
  }
  if (accepted.length === whole.routes.length) return whole;
  if (accepted.length === 0) return { ...whole, routes: [], files: [] };
  return createPlan(workspace, { ...request, routes: accepted }, transforms);
}

type Answer = 'yes' | 'no' | 'rest' | 'quit';

async function askRoute(context: CommandContext, message: string): Promise<Answer> {
  const { select, isCancel } = await import('@clack/prompts');
  const answer = await select<Answer>({
    message: `Migrate ${message}?`,
    options: [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No, leave it as it is' },
      { value: 'rest', label: 'Yes, and all that follow' },
      { value: 'quit', label: 'Quit, write nothing' },
    ],
    output: process.stderr,
    signal: context.signal,
  });
  return isCancel(answer) ? 'quit' : answer;
}
