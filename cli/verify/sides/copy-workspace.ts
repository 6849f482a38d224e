import {
  constants,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
} from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import { linkModules, linkModulesAbove, type CopyPlace } from './link-modules.js';

/** Folders that running the code does not need: history, reports, deployment output. */
const LEFT_OUT = new Set([
  '.aws-sam',
  '.git',
  '.llrt-migrate',
  '.nx',
  '.serverless',
  '.turbo',
  'cdk.out',
  'coverage',
]);

/**
 * Copies the files of a workspace and links its installed packages, so that the copy
 * runs like the original and nothing is written into the original.
 *
 * @param keep decides per file (relative to the root, forward slashes)
 */
export function copyWorkspace(place: CopyPlace, keep: (path: string) => boolean): void {
  copyFolder('', place, keep);
  linkModulesAbove(place);
}

function copyFolder(dir: string, place: CopyPlace, keep: (path: string) => boolean): void {
  const from = join(place.root, dir);
  const to = join(place.copy, dir);
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const path = dir === '' ? entry.name : `${dir}/${entry.name}`;
    if (entry.name === 'node_modules') {
      linkModules(join(from, entry.name), join(to, entry.name), place);
    } else if (entry.isDirectory()) {
      if (!LEFT_OUT.has(entry.name)) copyFolder(path, place, keep);
    } else if (entry.isSymbolicLink()) {
      copyLink(join(from, entry.name), join(to, entry.name), place);
    } else if (entry.isFile() && keep(path)) {
      copyFileSync(join(from, entry.name), join(to, entry.name), constants.COPYFILE_FICLONE);
    }
  }
}

function copyLink(from: string, to: string, { root, copy }: CopyPlace): void {
  const text = readlinkSync(from);
  const target = isAbsolute(text) ? text : resolve(realpathSync(join(from, '..')), text);
  const inside = target === root || target.startsWith(root + sep);
  symlinkSync(inside ? join(copy, relative(root, target)) : target, to);
}
