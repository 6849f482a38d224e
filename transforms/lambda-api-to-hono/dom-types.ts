import { posix } from 'node:path';
import { jsonc } from '../engine/jsonc.js';
import type { PackageView } from '../engine/transform.js';

/**
 * Whether the names of the fetch standard (`Request`, `Response`, `Headers`) are unknown to
 * a package's type check: its `lib` leaves DOM out, and its `@types/node` is older than 18.
 */
export function lacksFetchTypes(pkg: PackageView): boolean {
  const { dependencies = {}, devDependencies = {} } = pkg.manifest;
  const declared = devDependencies['@types/node'] ?? dependencies['@types/node'];
  const version = pkg.installedVersion('@types/node') ?? declared;
  const config = posix.join(pkg.dir, 'tsconfig.json');
  const types = optionOf(pkg, config, 'types', 0);
  const isLoaded = types === undefined || types === 'unknown' || types.includes('node');
  if (isLoaded && version !== undefined && Number(/\d+/.exec(version)?.[0] ?? 0) >= 18)
    return false;
  const libraries = optionOf(pkg, config, 'lib', 0);
  // A shared configuration outside of the package mostly leaves DOM out; naming it twice does no harm.
  if (libraries === 'unknown') return version !== undefined;
  return libraries !== undefined && !libraries.some((name) => /^dom$/i.test(name));
}

/**
 * A list option of a configuration, its own or inherited; undefined when it is not set, `unknown`
 * when it may be set in a file outside of the package.
 */
function optionOf(
  pkg: PackageView,
  path: string,
  name: string,
  depth: number,
): string[] | 'unknown' | undefined {
  const text = depth < 5 ? pkg.read(path) : undefined;
  if (text === undefined) return depth === 0 ? undefined : 'unknown';
  const config: unknown = jsonc().parse(text);
  const own = field(field(config, 'compilerOptions'), name);
  if (Array.isArray(own)) return own.filter((entry) => typeof entry === 'string');
  const base = field(config, 'extends');
  if (base === undefined) return undefined;
  if (typeof base !== 'string' || !base.startsWith('.')) return 'unknown';
  const target = posix.join(posix.dirname(path), base);
  return optionOf(pkg, target.endsWith('.json') ? target : `${target}.json`, name, depth + 1);
}

function field(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value).find(([held]) => held === key)?.[1];
}
