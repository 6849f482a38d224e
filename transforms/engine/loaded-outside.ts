import { posix } from 'node:path';
import type { Workspace, WorkspacePackage } from './workspace.js';

const SPECIFIER = /(?:\bfrom|\brequire\s*\(|\bimport\s*\(?)\s*(['"])([^'"\n]+)\1/g;
const ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];

/**
 * Files of a package that other packages load, each with one file that does. Only files with a
 * needle are looked at: what they pass to the loaded code is what a transform changes.
 *
 * @example loadedOutside(workspace, api, ['lambda-api']).get('api/routes.js') // 'local.js'
 */
export function loadedOutside(
  workspace: Workspace,
  pkg: WorkspacePackage,
  needles: readonly string[],
): ReadonlyMap<string, string> {
  const own = new Set(pkg.files);
  const loaders = new Map<string, string>();
  for (const other of workspace.packages) {
    if (other === pkg) continue;
    for (const loader of workspace.texts.candidates(other.files, needles)) {
      const text = workspace.texts.read(loader)?.text ?? '';
      for (const [, , specifier = ''] of text.matchAll(SPECIFIER)) {
        const file = fileOf(specifier, loader, pkg, own);
        if (file !== undefined && !loaders.has(file)) loaders.set(file, loader);
      }
    }
  }
  return loaders;
}

function fileOf(
  specifier: string,
  loader: string,
  pkg: WorkspacePackage,
  own: ReadonlySet<string>,
): string | undefined {
  const path = pathOf(specifier, loader, pkg);
  if (path === undefined || !isBelow(path, pkg.dir)) return undefined;
  const bare = path.replace(/\.([cm]?)js$/, '.$1ts');
  const candidates = [path, bare, posix.join(path, 'index')].flatMap((base) =>
    ENDINGS.map((ending) => base + ending),
  );
  return candidates.find((candidate) => own.has(candidate));
}

function pathOf(specifier: string, loader: string, pkg: WorkspacePackage): string | undefined {
  // A path that only goes down stays in the package of the loader, or comes to one inside of it.
  if (specifier.startsWith('./') && !isBelow(pkg.dir, posix.dirname(loader))) return undefined;
  if (specifier.startsWith('.')) return posix.join(posix.dirname(loader), specifier);
  if (specifier === pkg.name) return posix.join(pkg.dir, pkg.manifest.main ?? 'index');
  return specifier.startsWith(`${pkg.name}/`)
    ? posix.join(pkg.dir, specifier.slice(pkg.name.length + 1))
    : undefined;
}

function isBelow(path: string, dir: string): boolean {
  return dir === '' || dir === '.' || path.startsWith(`${dir}/`);
}
