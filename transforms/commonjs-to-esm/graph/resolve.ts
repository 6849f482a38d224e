import { posix } from 'node:path';
import type { PackageView } from '../../engine/transform.js';
import { isBuiltin } from './builtins.js';
import { openDependency, splitSpecifier, type Dependency } from './dependency.js';
import { openNeighbour, ownerOf } from './sibling.js';

/** What a specifier of a file leads to. Paths are relative to the workspace root. */
export type Target =
  | { readonly kind: 'builtin'; readonly specifier: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'json'; readonly path: string }
  | { readonly kind: 'dependency'; readonly dependency: Dependency }
  | { readonly kind: 'outside' }
  | { readonly kind: 'missing' };

const EXTENSIONS = ['.js', '.json', '.cjs', '.mjs', '.ts', '.tsx', '.jsx', '.mts', '.cts'];

/** Resolves specifiers of one package as `require` does. */
export class Resolver {
  private readonly files: ReadonlySet<string>;
  private readonly held = new Map<string, Target>();

  /** @param scripts source files whose names have no extension, such as those of `bin` */
  constructor(
    private readonly pkg: PackageView,
    scripts: readonly string[],
  ) {
    this.files = new Set([...pkg.files, ...scripts]);
  }

  /** @param from path of the file that has the specifier */
  resolve(from: string, specifier: string): Target {
    const key = `${posix.dirname(from)} ${specifier}`;
    const held = this.held.get(key);
    if (held) return held;
    const target = this.find(from, specifier);
    this.held.set(key, target);
    return target;
  }

  private find(from: string, specifier: string): Target {
    if (isBuiltin(specifier)) return { kind: 'builtin', specifier };
    if (specifier.startsWith('.')) return this.local(from, specifier);
    if (specifier.startsWith('/') || specifier.startsWith('#')) return { kind: 'outside' };
    const { name } = splitSpecifier(specifier);
    if (name === this.pkg.manifest.name && this.pkg.manifest.exports !== undefined)
      return { kind: 'outside' };
    return {
      kind: 'dependency',
      dependency: openDependency(this.pkg, specifier),
    };
  }

  private local(from: string, specifier: string): Target {
    const path = posix.join(posix.dirname(from), specifier);
    const dir = this.pkg.dir;
    const bare = path.replace(/\/$/, '');
    const isInside =
      dir === '' ? !path.startsWith('..') : bare === dir || path.startsWith(`${dir}/`);
    const owner = ownerOf(this.pkg, bare);
    if (owner && owner.dir !== dir) {
      const dependency = openNeighbour(owner, from, path);
      if (dependency) return { kind: 'dependency', dependency };
    }
    if (!isInside) return { kind: 'outside' };
    const isFolder = /(?:^|\/)\.{0,2}\/?$/.test(specifier) || /(?:^|\/)\.\.?$/.test(specifier);
    const found = (isFolder ? undefined : this.asFile(bare)) ?? this.asFolder(bare);
    return found ?? { kind: 'missing' };
  }

  private asFile(path: string): Target | undefined {
    if (this.files.has(path)) return { kind: 'file', path };
    if (path.endsWith('.json')) return this.json(path);
    for (const extension of EXTENSIONS) {
      const full = path + extension;
      if (extension === '.json' ? this.json(full) : this.files.has(full))
        return extension === '.json' ? this.json(full) : { kind: 'file', path: full };
    }
    const typed = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
    return typed !== path && this.files.has(typed) ? { kind: 'file', path: typed } : undefined;
  }

  private json(path: string): Target | undefined {
    return this.pkg.read(path) === undefined ? undefined : { kind: 'json', path };
  }

  private asFolder(path: string): Target | undefined {
    const main = path === this.pkg.dir || path === '.' ? this.pkg.manifest.main : this.mainOf(path);
    const base = path === '.' ? '' : path;
    if (main !== undefined) {
      const target = posix.join(base, main).replace(/\/$/, '');
      const found = this.asFile(target) ?? this.asFile(posix.join(target, 'index'));
      if (found) return found;
    }
    return this.asFile(posix.join(base, 'index'));
  }

  private mainOf(folder: string): string | undefined {
    const text = this.pkg.read(posix.join(folder, 'package.json'));
    if (text === undefined) return undefined;
    const manifest: unknown = JSON.parse(text);
    const main: unknown =
      typeof manifest === 'object' && manifest !== null
        ? Object.entries(manifest).find(([key]) => key === 'main')?.[1]
        : undefined;
    return typeof main === 'string' ? main : undefined;
  }
}

/** The specifier by which one file names another. */
export function relativeSpecifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('../') ? path : `./${path}`;
}
