import { join } from 'node:path';
import { versionOf } from './installed.js';
import { findInstalled } from './installed-package.js';
import { loadedOutside } from './loaded-outside.js';
import type { Manifest, PackageView, WorkspaceView } from './transform.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** What earlier transforms changed: new text by path, null for a deleted file. */
export type Overlay = ReadonlyMap<string, string | null>;

/**
 * What a transform sees of a package: the snapshot with the changes of earlier transforms on top.
 *
 * @param needles of the transform that is about to run
 * @param written what earlier transforms changed in all packages
 */
export function packageView(
  workspace: Workspace,
  pkg: WorkspacePackage,
  overlay: Overlay,
  needles: readonly string[],
  written: Overlay,
): PackageView {
  const read = (path: string): string | undefined => {
    const changed = overlay.get(path);
    if (changed !== undefined) return changed ?? undefined;
    return isInside(pkg.dir, path) ? workspace.texts.read(path)?.text : undefined;
  };
  const created = [...overlay].filter(([path, text]) => text !== null && isSource(path));
  const files = [...new Set([...pkg.files, ...created.map(([path]) => path)])]
    .filter((path) => overlay.get(path) !== null)
    .toSorted();
  const untouched = files.filter((path) => !overlay.has(path));
  const found = new Set(workspace.texts.candidates(untouched, needles));
  const manifestPath = join(pkg.dir, 'package.json');
  const manifest = overlay.has(manifestPath)
    ? parseOwnManifest(read(manifestPath) ?? '{}')
    : pkg.manifest;
  let outside: ReadonlyMap<string, string> | undefined;
  return {
    name: pkg.name,
    dir: pkg.dir,
    manifest,
    files,
    candidates: files.filter((path) =>
      overlay.has(path) ? needles.some((needle) => read(path)?.includes(needle)) : found.has(path),
    ),
    read,
    loadedOutside: () => (outside ??= loadedOutside(workspace, pkg, needles)),
    pages: () =>
      [...workspace.pages, ...componentsOf(workspace, pkg)].flatMap((path) => {
        const text = workspace.texts.read(path)?.text;
        return text === undefined ? [] : [{ path, text }];
      }),
    workspace: workspaceView(workspace, written),
    installedVersion: (dependency) =>
      versionOf(dependency, {
        root: workspace.root,
        dir: pkg.dir,
        range: manifest.dependencies?.[dependency] ?? manifest.devDependencies?.[dependency],
      }),
    installed: (dependency) => findInstalled(dependency, join(workspace.root, pkg.dir)),
    siblings: () => siblingsOf(workspace, needles),
  };
}

const siblings = new WeakMap<Workspace, Map<string, readonly PackageView[]>>();

function siblingsOf(workspace: Workspace, needles: readonly string[]): readonly PackageView[] {
  const lists = siblings.get(workspace) ?? new Map<string, readonly PackageView[]>();
  siblings.set(workspace, lists);
  const key = needles.join(' ');
  const held = lists.get(key);
  if (held) return held;
  const made = workspace.packages.map((pkg) =>
    packageView(workspace, pkg, new Map(), needles, new Map()),
  );
  lists.set(key, made);
  return made;
}

/** Lists are made when they are asked for: most transforms never look outside of their package. */
function workspaceView(workspace: Workspace, written: Overlay): WorkspaceView {
  return {
    get files() {
      const files = new Set(workspace.packages.flatMap((pkg) => pkg.files));
      for (const [path, text] of written)
        if (text === null) files.delete(path);
        else if (isSource(path)) files.add(path);
      return [...files].toSorted();
    },
    get names() {
      return workspace.packages.map(({ name }) => name);
    },
    read(path) {
      const changed = written.get(path);
      return changed === undefined ? workspace.texts.read(path)?.text : (changed ?? undefined);
    },
  };
}

/** JSX files of the other packages, which hold markup as templates do. */
function componentsOf(workspace: Workspace, pkg: WorkspacePackage): readonly string[] {
  return workspace.packages
    .filter((other) => other.dir !== pkg.dir)
    .flatMap(({ files }) => files.filter((path) => /\.[jt]sx$/.test(path)));
}

/**
 * Folders in which files beside package.json belong to a package: its own, and for the first one the
 * root of a workspace that has no package there.
 *
 * @param dirs folders of all packages
 */
export function foldersOf(dir: string, dirs: readonly string[]): readonly string[] {
  return dirs[0] === dir && !dirs.includes('') ? [dir, ''] : [dir];
}

/** Whether a path lies in a package folder (`''` is the root). */
export function isInside(dir: string, path: string): boolean {
  return dir === '' || path.startsWith(`${dir}/`);
}

function isSource(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** The text was made by `editManifest` from a valid one, so its shape is known. */
function parseOwnManifest(text: string): Manifest {
  const manifest: Manifest = JSON.parse(text);
  return manifest;
}
