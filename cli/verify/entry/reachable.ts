import { dirname, join, relative, resolve, sep } from 'node:path';
import { bundleOptions } from './build-entry.js';

/**
 * The sources that an entry imports, directly or not, relative to the root with forward
 * slashes; undefined when that cannot be told, because one of them does not parse.
 */
export async function reachableFiles(
  root: string,
  entry: string,
): Promise<ReadonlySet<string> | undefined> {
  const { build } = await import('esbuild');
  const absolute = join(root, entry);
  const options = bundleOptions(absolute, join(dirname(absolute), 'unused.cjs'), 'esm');
  const scanned = await build({ ...options, write: false, metafile: true }).catch(() => undefined);
  if (scanned === undefined) return undefined;
  const inputs = Object.keys(scanned.metafile.inputs);
  return new Set(
    inputs.map((path) =>
      relative(root, resolve(dirname(absolute), path))
        .split(sep)
        .join('/'),
    ),
  );
}
