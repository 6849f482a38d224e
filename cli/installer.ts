import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Workspace } from '../transforms/engine/workspace.js';

const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * The command that installs what the package.json files name, when it is another list than the one
 * that the workspace was opened with; undefined when nothing has to be installed.
 *
 * @param workspace opened before the files were written
 */
export function neededInstall({ root, packages, manager }: Workspace): string | undefined {
  const isOther = packages.some(({ dir, manifest }) => {
    const now = manifestAt(join(root, dir, 'package.json'));
    return now !== undefined && listOf(now) !== listOf(manifest);
  });
  return isOther ? `${manager === 'none' ? 'npm' : manager} install` : undefined;
}

/** One that cannot be read is told about when the workspace is opened, and installs nothing. */
function manifestAt(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Dependencies in an order of their own, so that moving a line is no change. */
function listOf(manifest: unknown): string {
  const entries = SECTIONS.flatMap((section) =>
    Object.entries(Object(Object(manifest)[section]) as Record<string, unknown>).map(
      ([name, range]) => `${section} ${name} ${String(range)}`,
    ),
  );
  return entries.toSorted().join('\n');
}
