import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { copyWorkspace } from './copy-workspace.js';
import type { CopyPlace } from './link-modules.js';
import { checkoutRevision, trackedFiles } from './revision.js';

/** What the code is compared with. */
export type Base =
  /** The workspace with these texts (null: no such file) in the place of its own. */
  | { readonly kind: 'texts'; readonly texts: ReadonlyMap<string, string | null> }
  | { readonly kind: 'revision'; readonly revision: string };

/** Two copies of a workspace in a temporary folder. */
export interface SideFolders {
  readonly before: CopyPlace;
  readonly after: CopyPlace;
  remove(): void;
}

/**
 * Copies a workspace twice, as it was and as it is. Installed packages are linked, files
 * that git does not know (generated code, `.env`) are the same on both sides.
 *
 * @param root absolute path of the workspace, links followed
 * @throws Failure `base-unknown`, `base-unavailable`
 */
export function makeSides(root: string, base: Base): SideFolders {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'llrt-migrate-verify-'));
  const remove = (): void => {
    process.off('exit', remove);
    process.off('SIGTERM', terminate);
    rmSync(folder, { recursive: true, force: true });
  };
  const terminate = (): void => process.exit(143); // which runs the exit listeners
  process.on('exit', remove); // for an interrupt that does not wait
  process.on('SIGTERM', terminate);
  // Of equal length, so that a path in a message has the same length on both sides.
  const before = { root, copy: join(folder, 'side-a', 'workspace') };
  const after = { root, copy: join(folder, 'side-b', 'workspace') };
  try {
    copyWorkspace(after, () => true);
    if (base.kind === 'texts') copyWithTexts(before, base.texts);
    else copyAtRevision(before, base.revision);
    return { before, after, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function copyWithTexts(place: CopyPlace, texts: ReadonlyMap<string, string | null>): void {
  copyWorkspace(place, (path) => !texts.has(path));
  for (const [path, text] of texts) {
    if (text === null) continue;
    const file = join(place.copy, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

function copyAtRevision(place: CopyPlace, revision: string): void {
  const tracked = trackedFiles(place.root);
  copyWorkspace(place, (path) => !tracked.has(path));
  checkoutRevision(place.root, revision, place.copy);
}
