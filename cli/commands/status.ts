import { EXIT, SELECTION_OPTIONS, type Command } from '../command.js';

/** `llrt-migrate status` */
export const statusCommand: Command = {
  name: 'status',
  summary: 'what is migrated, what remains, what is blocked and why',
  usage: '',
  maxPositionals: 0,
  details: [
    'Lists the routes of every package with their state: pending (still on lambda-api), migrated (on Hono) or blocked (cannot be migrated; the reason follows). Reads only.',
  ],
  options: SELECTION_OPTIONS,
  async run(context) {
    const [{ openSession }, { createStatus }, { findUnfinished }] = await Promise.all([
      import('../session.js'),
      import('../../transforms/engine/status.js'),
      import('../journal/unfinished.js'),
    ]);
    const { workspace, request, transforms } = await openSession(context);
    const status = createStatus(workspace, request, transforms);
    const unfinished = await findUnfinished(workspace.root);
    if (context.global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(context.io.stdout, { ...status, unfinished });
      return EXIT.done;
    }
    const [{ renderStatus }, { painter }] = await Promise.all([
      import('../render/status.js'),
      import('../color.js'),
    ]);
    const lines = renderStatus(
      status,
      painter(context.global.color.stdout),
      context.global.verbose,
    );
    for (const { id, state } of unfinished)
      lines.unshift(
        state === 'applying'
          ? `Apply ${id} was interrupted. The next apply finishes it; undo takes it back.`
          : `Undo of ${id} was interrupted. The next apply or undo finishes it.`,
        '',
      );
    context.io.stdout.write(`${lines.join('\n')}\n`);
    return EXIT.done;
  },
};
