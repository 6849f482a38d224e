import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

const require = createRequire(import.meta.url);
const ENTRIES = ['ts', 'mts', 'js', 'mjs', 'cjs'].flatMap((extension) => [
  `index.${extension}`,
  `src/index.${extension}`,
]);

/** Bundles the entries of several folders, jose included. */
export async function bundleCases(folders: readonly string[]): Promise<void> {
  const entries = folders.map((folder) => {
    const entry = ENTRIES.find((path) => existsSync(join(folder, path)));
    if (entry === undefined) throw new Error(`${folder} has no entry module`);
    return { in: join(folder, entry), out: join(folder, 'bundle.out') };
  });
  await build({
    entryPoints: entries,
    outdir: '/',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'silent',
  });
}

/** Calls every function that the entry of a bundled folder exports, and gives what came of it. */
export async function resultsOf(folder: string): Promise<Record<string, string>> {
  const loaded: Record<string, unknown> = require(join(folder, 'bundle.out.cjs'));
  const results: Record<string, string> = {};
  for (const [name, run] of Object.entries(loaded))
    if (typeof run === 'function') results[name] = await resultOf(() => run() as unknown);
  return results;
}

async function resultOf(run: () => unknown): Promise<string> {
  try {
    return JSON.stringify(await run()) ?? 'undefined';
  } catch (error) {
    const { name, message, code } = error as { name: string; message: string; code?: unknown };
    return `throws ${name} ${String(code)}: ${message}`;
  }
}
