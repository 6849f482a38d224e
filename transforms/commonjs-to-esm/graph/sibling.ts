import { posix } from 'node:path';
import type { InstalledPackage, PackageView } from '../../engine/transform.js';
import { sourceAt } from './cross-requires.js';
import { describeFile, type Dependency } from './dependency.js';

/** Another package of the workspace that a package depends on by its name, seen as if it was installed. */
export function siblingNamed(pkg: PackageView, name: string): InstalledPackage | undefined {
  const found = pkg.siblings().find((sibling) => sibling.name === name && sibling.dir !== pkg.dir);
  return found && asInstalled(found);
}

/** The package in whose folder a path lies. */
export function ownerOf(pkg: PackageView, path: string): PackageView | undefined {
  return pkg
    .siblings()
    .filter(({ dir }) => dir === '' || path === dir || path.startsWith(`${dir}/`))
    .toSorted((a, b) => b.dir.length - a.dir.length)[0];
}

/**
 * A source of another package of the workspace, named by its path.
 *
 * @param from path of the file that names it
 */
export function openNeighbour(
  owner: PackageView,
  from: string,
  path: string,
): Dependency | undefined {
  const isRoot = path.replace(/\/$/, '') === owner.dir;
  const file = sourceAt(owner, isRoot ? posix.join(path, owner.manifest.main ?? 'index') : path);
  if (file === undefined) return undefined;
  const relative = posix.relative(posix.dirname(from), file);
  const importSpecifier = relative.startsWith('../') ? relative : `./${relative}`;
  return describeFile(asInstalled(owner), {
    specifier: importSpecifier,
    name: owner.name,
    importSpecifier,
    file: posix.relative(owner.dir, file),
    type: owner.manifest.type,
    isDual: false,
    isSibling: true,
  });
}

function asInstalled(sibling: PackageView): InstalledPackage {
  const { dir, manifest, files } = sibling;
  return {
    manifest: { ...manifest },
    read: (path) => sibling.read(posix.join(dir, path)),
    scripts: () =>
      files.filter((path) => /\.[cm]?js$/.test(path)).map((path) => posix.relative(dir, path)),
  };
}
