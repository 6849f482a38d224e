import type { Plan } from '../../transforms/engine/plan.js';
import type { Workspace } from '../../transforms/engine/workspace.js';
import type { Decision } from '../interactive.js';
import {
  CHANGE_OPTIONS,
  EXIT,
  SELECTION_OPTIONS,
  type Command,
  type CommandContext,
  type ExitCode,
} from '../command.js';

/** `llrt-migrate apply` */
export const applyCommand: Command = {
  name: 'apply',
  summary: 'write the changes',
  usage: '[PLAN]',
  maxPositionals: 1,
  details: [
    'Writes what `llrt-migrate diff` shows, or exactly the plan in the file PLAN. Every file is replaced in one step, and `llrt-migrate undo` takes all of it back.',
    'Files with uncommitted changes are refused, unless an earlier apply made exactly those. Without a terminal --yes is needed.',
  ],
  options: {
    ...SELECTION_OPTIONS,
    ...CHANGE_OPTIONS,
    yes: { type: 'boolean', short: 'y', help: 'ask nothing' },
    interactive: { type: 'boolean', short: 'i', help: 'ask route by route, with the diff' },
    'allow-dirty': { type: 'boolean', help: 'also change files with uncommitted changes' },
  },
  async run(context) {
    await checkOptions(context);
    await recover(context);
    const { workspace, decision } = await choosePlan(context);
    if (typeof decision === 'object') return writePlan(context, workspace, decision);
    context.talk('Nothing was written.');
    return decision === 'declined' ? EXIT.done : EXIT.interrupted;
  },
};

interface Chosen {
  readonly workspace: Workspace;
  readonly decision: Decision;
}

async function checkOptions({ io, global, options, positionals }: CommandContext): Promise<void> {
  const { Failure } = await import('../../transforms/engine/failure.js');
  const [yes, interactive] = [options.flag('yes'), options.flag('interactive')];
  if (yes && interactive)
    throw new Failure('usage', '--yes and --interactive exclude each other. Give one of them.');
  const selects = Object.keys(SELECTION_OPTIONS).filter((name) => options.list(name).length > 0);
  if (positionals.length > 0 && (interactive || selects.length > 0))
    throw new Failure(
      'usage',
      `A plan is applied as it is: --${selects[0] ?? 'interactive'} cannot narrow it. Give it to \`llrt-migrate diff --plan FILE\` instead.`,
    );
  const terminal = io.isTTY.stdin && io.isTTY.stderr && !global.json;
  if (yes || terminal) return;
  throw new Failure(
    'needs-yes',
    `apply cannot ask without a terminal${global.json ? ' or with --json' : ''}, so it wrote nothing. Give --yes to write without asking.`,
  );
}

/** An interrupted apply is finished first, so that the plan is made from whole files. */
async function recover(context: CommandContext): Promise<void> {
  const [{ findWorkspaceRoot }, { recoverWorkspace }] = await Promise.all([
    import('../../transforms/engine/workspace.js'),
    import('../journal/recover.js'),
  ]);
  for (const { id, state } of recoverWorkspace(findWorkspaceRoot(context.global.cwd)))
    context.talk(`${state === 'applying' ? 'Apply' : 'Undo'} ${id} was interrupted; finished it.`);
}

async function choosePlan(context: CommandContext): Promise<Chosen> {
  const { openSession } = await import('../session.js');
  const [path] = context.positionals;
  if (path !== undefined) {
    const [{ readPlanFile }, { checkPlan }, { checkPlanRoutes }] = await Promise.all([
      import('../plan-file.js'),
      import('../journal/apply.js'),
      import('../plan-routes.js'),
    ]);
    const plan = readPlanFile(context.global.cwd, path);
    const session = await openSession(context);
    checkPlan(session.workspace.root, plan);
    checkPlanRoutes(session, plan);
    return { workspace: session.workspace, decision: await confirmed(context, plan) };
  }
  const { createPlan } = await import('../../transforms/engine/plan.js');
  const session = await openSession(context);
  const { workspace } = session;
  const plan = await createPlan(workspace, session.request, session.transforms);
  if (!context.options.flag('interactive'))
    return { workspace, decision: await confirmed(context, plan) };
  const { choosePlanByRoute } = await import('../interactive.js');
  return { workspace, decision: await choosePlanByRoute(context, session, plan) };
}

async function confirmed(context: CommandContext, plan: Plan): Promise<Decision> {
  if (context.options.flag('yes') || plan.files.length === 0) return plan;
  const { confirmPlan } = await import('../interactive.js');
  return confirmPlan(context, plan);
}

async function writePlan(
  context: CommandContext,
  workspace: Workspace,
  plan: Plan,
): Promise<ExitCode> {
  const [{ applyPlan }, { isBlocked }, { refuseUncommitted }] = await Promise.all([
    import('../journal/apply.js'),
    import('../../transforms/engine/plan.js'),
    import('../dirty.js'),
  ]);
  if (!context.options.flag('allow-dirty')) refuseUncommitted(workspace.root, plan);
  // Whoever interrupts while the plan is made does not want it written.
  context.signal.throwIfAborted();
  const { id, files } = applyPlan(workspace.root, plan);
  const code = isBlocked(plan) ? EXIT.no : EXIT.done;
  if (context.global.json) {
    const { writeJson } = await import('../render/json.js');
    const { routes, findings } = plan;
    writeJson(context.io.stdout, { schemaVersion: 1, id, files, routes, findings });
    return code;
  }
  const { sayApplied } = await import('../render/applied.js');
  sayApplied(context, workspace, plan, id);
  return code;
}
