import { posix } from 'node:path';
import type { PackageView } from '../../engine/transform.js';
import { splitSpecifier } from './dependency.js';

/** A file of one package that requires a file of another one. */
export interface CrossRequire {
  readonly from: PackageView;
  /** Path of the file that requires. */
  readonly path: string;
  readonly to: PackageView;
  /** Path of the file that is required; undefined where it is none of the package's sources. */
  readonly target: string | undefined;
}

const REQUIRE = /\brequire\(\s*(['"`])([^'"`]+)\1\s*\)/g;
const held = new WeakMap<readonly PackageView[], readonly CrossRequire[]>();

/** Every require by which a package of a workspace loads another one. Read as text, once. */
export function crossRequires(siblings: readonly PackageView[]): readonly CrossRequire[] {
  const known = held.get(siblings);
  if (known) return known;
  const found = siblings.length < 2 ? [] : siblings.flatMap((from) => ofPackage(siblings, from));
  held.set(siblings, found);
  return found;
}

function ofPackage(siblings: readonly PackageView[], from: PackageView): CrossRequire[] {
  const names = new Map(siblings.map((sibling) => [sibling.name, sibling]));
  return from.candidates.flatMap((path) => {
    const text = from.read(path) ?? '';
    return [...text.matchAll(REQUIRE)].flatMap(([, , specifier = '']) => {
      const found = specifier.startsWith('.')
        ? byPath(siblings, posix.join(posix.dirname(path), specifier))
        : byName(names, specifier);
      return found && found.to !== from ? [{ from, path, ...found }] : [];
    });
  });
}

type Found = Pick<CrossRequire, 'to' | 'target'>;

function byName(names: ReadonlyMap<string, PackageView>, specifier: string): Found | undefined {
  const { name, path } = splitSpecifier(specifier);
  const to = names.get(name);
  if (!to) return undefined;
  const main = path === '' ? (to.manifest.main ?? 'index') : path;
  return { to, target: sourceAt(to, posix.join(to.dir, main)) };
}

function byPath(siblings: readonly PackageView[], path: string): Found | undefined {
  const owners = siblings.filter(
    ({ dir }) => dir === '' || path === dir || path.startsWith(`${dir}/`),
  );
  const to = owners.toSorted((a, b) => b.dir.length - a.dir.length)[0];
  if (!to) return undefined;
  const isRoot = path.replace(/\/$/, '') === to.dir;
  return {
    to,
    target: sourceAt(to, isRoot ? posix.join(path, to.manifest.main ?? 'index') : path),
  };
}

/** The source file of a package that a path without extension or the path of a folder means. */
export function sourceAt(pkg: PackageView, path: string): string | undefined {
  const base = path.replace(/\/$/, '');
  return [base, `${base}.js`, `${base}/index.js`].find((candidate) =>
    pkg.files.includes(candidate),
  );
}
