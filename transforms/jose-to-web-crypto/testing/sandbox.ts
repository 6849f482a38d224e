import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPlan, type Plan } from '../../engine/plan.js';
import type { Request } from '../../engine/selection.js';
import { openWorkspace } from '../../engine/workspace.js';
import { writeFiles, type Files } from '../../lambda-api-to-hono/testing/fixture-case.js';
import { joseToWebCrypto } from '../index.js';
import type { Major } from './fixture-case.js';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));
const FOLDERS: Readonly<Record<Major, string>> = { 4: 'jose4', 5: 'jose5', 6: 'jose' };

/** A temporary folder, beside the modules that cases import and one version of jose. */
export interface Sandbox {
  readonly root: string;
  /** Writes files into a folder of their own and returns it. */
  place(name: string, files: Files): string;
  remove(): void;
}

/** Makes the folder. */
export function makeSandbox(major: Major): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), `llrt-migrate-jose${major}-`)));
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(MODULES))
    if (!name.startsWith('.') && !name.startsWith('jose'))
      symlinkSync(join(MODULES, name), join(modules, name));
  symlinkSync(join(MODULES, FOLDERS[major]), join(modules, 'jose'));
  return {
    root,
    place(name, files) {
      writeFiles(join(root, name), files);
      return join(root, name);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Plans the transform alone for the workspace in a folder. */
export function planJose(folder: string, request: Request = {}): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: folder }), request, [joseToWebCrypto]);
}
