import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { EXIT, type Command } from '../command.js';

/** `llrt-migrate undo` */
export const undoCommand: Command = {
  name: 'undo',
  summary: 'take back the last apply, byte for byte',
  usage: '[ID]',
  maxPositionals: 1,
  details: [
    'Takes back the last apply, or the apply ID, byte for byte and with file modes. Refuses, and names the files, where something was edited since. An apply that was interrupted is taken back first.',
  ],
  options: {},
  async run({ io, global, positionals, talk }) {
    const [{ findWorkspaceRoot, openWorkspace }, { undo }, { neededInstall }] = await Promise.all([
      import('../../transforms/engine/workspace.js'),
      import('../journal/undo.js'),
      import('../installer.js'),
    ]);
    const root = findWorkspaceRoot(global.cwd);
    const workspace = openWorkspace({ cwd: root });
    const { id, files } = undo(root, positionals[0]);
    if (global.json) {
      const { writeJson } = await import('../render/json.js');
      writeJson(io.stdout, { schemaVersion: 1, id, files });
      return EXIT.done;
    }
    // What is not there after an undo was made by the apply.
    for (const file of files)
      io.stdout.write(`${existsSync(join(root, file)) ? 'restored' : 'deleted'} ${file}\n`);
    io.stdout.write(`Apply ${id} was taken back.\n`);
    const install = neededInstall(workspace);
    if (install !== undefined) talk(`Dependencies changed back: run \`${install}\`.`);
    return EXIT.done;
  },
};
