import { mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPlan, type Plan } from '../../engine/plan.js';
import type { Request } from '../../engine/selection.js';
import { openWorkspace } from '../../engine/workspace.js';
import { writeFiles, type Files } from '../../lambda-api-to-hono/testing/fixture-case.js';
import { formDataToUrlSearchParams } from '../index.js';

const MODULES = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A temporary folder beside the modules that cases import. */
export interface Sandbox {
  readonly root: string;
  /** Writes files into a folder of their own and returns it. */
  place(name: string, files: Files): string;
  remove(): void;
}

/** Makes the folder. */
export function makeSandbox(): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'llrt-migrate-forms-')));
  symlinkSync(MODULES, join(root, 'node_modules'));
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
export function planForms(folder: string, request: Request = {}): Promise<Plan> {
  return createPlan(openWorkspace({ cwd: folder }), request, [formDataToUrlSearchParams]);
}
