import { posix } from 'node:path';
import { jsonc } from '../jsonc.js';
import type { PackageView } from '../transform.js';

/** Maps a specifier to a path relative to the workspace root; undefined when the alias does not match. */
export type PathAlias = (specifier: string) => string | undefined;

/** Path aliases of the package's own tsconfig.json or jsconfig.json (`baseUrl`, `paths`). */
export function pathAliases(pkg: PackageView): PathAlias[] {
  for (const name of ['tsconfig.json', 'jsconfig.json']) {
    const text = pkg.read(posix.join(pkg.dir, name));
    if (text !== undefined) return readAliases(jsonc().parse(text), pkg.dir);
  }
  return [];
}

function readAliases(config: unknown, dir: string): PathAlias[] {
  const options = property(config, 'compilerOptions');
  const baseUrl = property(options, 'baseUrl');
  const base = typeof baseUrl === 'string' ? posix.join(dir, baseUrl) : undefined;
  const aliases: PathAlias[] = [];
  const paths = property(options, 'paths');
  if (typeof paths === 'object' && paths !== null) {
    for (const [pattern, targets] of Object.entries(paths)) {
      const target: unknown = Array.isArray(targets) ? targets[0] : undefined;
      if (typeof target === 'string') aliases.push(alias(pattern, posix.join(base ?? dir, target)));
    }
  }
  if (base !== undefined) aliases.push((specifier) => posix.join(base, specifier));
  return aliases;
}

function alias(pattern: string, target: string): PathAlias {
  const star = pattern.indexOf('*');
  if (star < 0) return (specifier) => (specifier === pattern ? target : undefined);
  const before = pattern.slice(0, star);
  const after = pattern.slice(star + 1);
  return (specifier) =>
    specifier.length >= before.length + after.length &&
    specifier.startsWith(before) &&
    specifier.endsWith(after)
      ? target.replace('*', specifier.slice(before.length, specifier.length - after.length))
      : undefined;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
