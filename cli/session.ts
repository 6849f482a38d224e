import {
  openWorkspace,
  findWorkspaceRoot,
  type Workspace,
} from '../transforms/engine/workspace.js';
import type { Request } from '../transforms/engine/selection.js';
import type { Transform } from '../transforms/engine/transform.js';
import { parseRelease } from '../transforms/llrt/release.js';
import { loadTransforms } from '../transforms/registry.js';
import type { CommandContext } from './command.js';
import { readConfig } from './config.js';
import { count } from './text.js';

/** What the commands that look at sources work with. */
export interface Session {
  readonly workspace: Workspace;
  readonly request: Request;
  readonly transforms: readonly Transform[];
}

/**
 * Opens the workspace around `--cwd` with its configuration, loads the transforms and reads
 * the selection from the options.
 *
 * @throws Failure for a workspace or configuration that cannot be read
 */
export async function openSession(context: CommandContext): Promise<Session> {
  const { cwd, config, verbose } = context.global;
  const root = findWorkspaceRoot(cwd);
  const { packages, exclude, llrt } = await readConfig(root, config);
  const workspace = openWorkspace({ cwd, packages, exclude });
  if (workspace.cwd !== '' || verbose)
    context.talk(`Workspace ${workspace.root} (${count(workspace.packages.length, 'package')})`);
  const transforms = await loadTransforms(context.registry);
  return { workspace, request: requestOf(context, llrt), transforms };
}

/**
 * The selection that the options ask for.
 *
 * @param configured release of LLRT that the configuration names
 * @throws Failure `llrt-unknown`
 */
export function requestOf({ options }: CommandContext, configured?: string): Request {
  const llrt = options.text('llrt') ?? configured;
  return {
    packages: options.list('package'),
    routes: options.list('route'),
    files: options.list('file'),
    transforms: options.list('transform'),
    keepNode: options.flag('keep-node'),
    jwt: options.text('jwt'),
    ...(llrt === undefined ? {} : { llrt: parseRelease(llrt).name }),
  };
}
