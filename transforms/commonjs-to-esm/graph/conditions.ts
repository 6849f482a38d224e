const SHARED = ['node', 'module-sync', 'default'];

/**
 * The file that `exports` of a package.json gives.
 *
 * @param path below the package, `''` for the package itself
 * @param by how the package is loaded
 * @returns for example `./dist/index.js`; undefined where it is not exported
 */
export function conditionalTarget(
  exports: unknown,
  path: string,
  by: 'import' | 'require' = 'import',
): string | undefined {
  const conditions = new Set([by, ...SHARED]);
  const key = path === '' ? '.' : `./${path}`;
  const entries = isSubpaths(exports) ? Object.entries(exports) : [['.', exports] as const];
  const exact = entries.find(([subpath]) => subpath === key);
  if (exact) return pick(exact[1], conditions);
  for (const [subpath, value] of entries) {
    const star = subpath.indexOf('*');
    if (star < 0) continue;
    const [before, after] = [subpath.slice(0, star), subpath.slice(star + 1)];
    if (!key.startsWith(before) || !key.endsWith(after)) continue;
    return pick(value, conditions)?.replaceAll(
      '*',
      key.slice(before.length, key.length - after.length),
    );
  }
  return undefined;
}

function isSubpaths(exports: unknown): exports is Record<string, unknown> {
  return (
    typeof exports === 'object' &&
    exports !== null &&
    Object.keys(exports).some((key) => key.startsWith('.'))
  );
}

function pick(value: unknown, conditions: ReadonlySet<string>): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return pick(value[0], conditions);
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [condition, inner] of Object.entries(value)) {
    if (!conditions.has(condition)) continue;
    const found = pick(inner, conditions);
    if (found) return found;
  }
  return undefined;
}
