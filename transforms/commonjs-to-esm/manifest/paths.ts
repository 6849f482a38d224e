import { posix } from 'node:path';
import type { PackageView } from '../../engine/transform.js';

/** Files of a package that its package.json names as its entries: `main`, `exports`, `bin` and the like. */
export function manifestPaths(pkg: PackageView): ReadonlySet<string> {
  const { main, exports, bin, imports } = pkg.manifest;
  const found = new Set<string>();
  for (const value of [
    ...strings(main),
    ...strings(exports),
    ...strings(bin),
    ...strings(imports),
  ]) {
    const base = posix.join(pkg.dir, value).replace(/\/$/, '');
    const candidates = [base, `${base}.js`, `${base}/index.js`];
    const file = candidates.find((path) => pkg.files.includes(path)) ?? candidates[0];
    if (file !== undefined) found.add(file);
  }
  if (main === undefined && exports === undefined) found.add(posix.join(pkg.dir, 'index.js'));
  return found;
}

/** Whether package.json offers a CommonJS build besides another one. */
export function hasRequireCondition(pkg: PackageView): boolean {
  const { exports } = pkg.manifest;
  return exports !== undefined && JSON.stringify(exports).includes('"require":');
}

/** Whether a script of package.json names a file, so that it says how the file is started. */
export function isInScripts(pkg: PackageView, path: string): boolean {
  return strings(pkg.manifest.scripts).some((script) => mentionOf(pkg, path).test(script));
}

/** Where a script names a file, with or without its extension: `./` ahead of it in the first group. */
export function mentionOf(pkg: PackageView, path: string): RegExp {
  const name = posix.relative(pkg.dir, path);
  const bare = name.slice(0, name.length - posix.extname(name).length);
  // One word without an extension may be anything, such as the name of another script.
  const short = bare.includes('/') ? escaped(bare) : `(?<=\\./)${escaped(bare)}`;
  return new RegExp(`(?<![\\w/.-])((?:\\./)?)(?:${escaped(name)}|${short})(?![\\w./-])`, 'g');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
