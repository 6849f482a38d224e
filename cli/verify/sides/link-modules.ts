import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

/** A workspace and the copy of it that is being made. */
export interface CopyPlace {
  /** Absolute path of the workspace, links followed. */
  readonly root: string;
  /** Absolute path of the copy. */
  readonly copy: string;
}

/**
 * Makes a node_modules folder in the copy whose entries lead to the installed packages.
 * An entry that leads to a package of the workspace itself leads to the copy of that
 * package, else the code under test would load half of itself from the original.
 *
 * @param from absolute path of a node_modules folder of the workspace
 * @param to absolute path of the folder to make
 */
export function linkModules(from: string, to: string, place: CopyPlace): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    if (name === '.bin' || name === '.cache') continue;
    if (name.startsWith('@')) linkModules(join(from, name), join(to, name), place);
    else linkOne(join(from, name), join(to, name), place);
  }
}

/**
 * Packages that are installed above the workspace are found from the copy too: the
 * folder that holds the copy gets links to them.
 */
export function linkModulesAbove(place: CopyPlace): void {
  for (let folder = dirname(place.root); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules) && basename(folder) !== 'node_modules') {
      linkModules(modules, join(dirname(place.copy), 'node_modules'), place);
      return;
    }
    if (dirname(folder) === folder) return;
  }
}

/** Adds one package to those that are found from everywhere in the copy, unless it is there. */
export function linkPackage(name: string, folder: string, place: CopyPlace): void {
  const link = join(dirname(place.copy), 'node_modules', name);
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(folder, link, 'junction');
}

function linkOne(from: string, to: string, { root, copy }: CopyPlace): void {
  const target = existsSync(from) ? realpathSync(from) : undefined;
  if (target === undefined || existsSync(to)) return; // a dangling link leads nowhere in the copy either
  const inside = target.startsWith(root + sep) && !relative(root, target).includes('node_modules');
  symlinkSync(inside ? join(copy, relative(root, target)) : target, to, 'junction');
}
