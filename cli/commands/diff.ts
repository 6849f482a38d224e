import { CHANGE_OPTIONS, EXIT, SELECTION_OPTIONS, type Command } from '../command.js';

/** `llrt-migrate diff` */
export const diffCommand: Command = {
  name: 'diff',
  summary: 'show what apply would change, as a patch',
  usage: '',
  maxPositionals: 0,
  details: [
    'Prints a unified diff that `git apply` accepts, with paths from the top of the git repository, and writes nothing, except the plan with --plan. What cannot be migrated is said on stderr; exit 1 when that is a part of what was asked for.',
  ],
  options: {
    ...SELECTION_OPTIONS,
    ...CHANGE_OPTIONS,
    stat: { type: 'boolean', help: 'only the changed files and their sums' },
    plan: { type: 'string', value: 'FILE', help: 'also write the plan, for `apply FILE`' },
    'exit-code': { type: 'boolean', help: 'exit 1 when there are changes' },
  },
  async run(context) {
    const [{ openSession }, { createPlan, isBlocked }, { painter }] = await Promise.all([
      import('../session.js'),
      import('../../transforms/engine/plan.js'),
      import('../color.js'),
    ]);
    const { io, global, options } = context;
    const { workspace, request, transforms } = await openSession(context);
    const plan = await createPlan(workspace, request, transforms);
    const planFile = options.text('plan');
    if (planFile !== undefined) {
      const { writePlanFile } = await import('../plan-file.js');
      writePlanFile(global.cwd, planFile, plan);
    }
    if (global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(io.stdout, plan);
    } else {
      const [{ fromTop, renderPatch, renderStat }, { sayPlan }, { placeInRepository }] =
        await Promise.all([
          import('../render/diff.js'),
          import('../render/talk.js'),
          import('../git.js'),
        ]);
      const paint = painter(global.color.stdout);
      if (options.flag('stat')) io.stdout.write(`${renderStat(plan).join('\n')}\n`);
      else {
        const placed = fromTop(plan, placeInRepository(workspace.root));
        io.stdout.write(renderPatch(placed, paint, io.isTTY.stdout));
      }
      await sayPlan(context, plan, workspace.root);
    }
    if (isBlocked(plan)) return EXIT.no;
    return options.flag('exit-code') && plan.files.length > 0 ? EXIT.no : EXIT.done;
  },
};
