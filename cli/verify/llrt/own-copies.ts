import { relative, resolve, sep } from 'node:path';

/**
 * Sources of the workspace that a setup module loads as well as the bundle: what it puts into them is
 * not seen by the code, which has copies of its own.
 *
 * @param root absolute path of the copy of the workspace
 * @param setup absolute path of the setup module
 * @param sources of the bundle, relative to the root
 */
export async function ownCopies(
  root: string,
  setup: string,
  sources: readonly string[],
): Promise<readonly string[]> {
  const { build } = await import('esbuild');
  const scanned = await build({
    entryPoints: [setup],
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outdir: root,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
    // A setup module that does not compile is told about when it is loaded.
  }).catch(() => undefined);
  const loaded = Object.keys(scanned?.metafile.inputs ?? {}).map((path) =>
    relative(root, resolve(root, path)).split(sep).join('/'),
  );
  return loaded.filter((path) => sources.includes(path));
}
