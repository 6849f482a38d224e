import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BuildOptions } from 'esbuild';
import { buildEntry } from '../verify/entry/build-entry.js';

/** A bundle as it would be deployed. */
export interface Bundle {
  /** Absolute path. */
  readonly module: string;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** What the runtime brings: Lambda's Node.js as well as LLRT. */
const EXTERNAL = ['@aws-sdk/*', '@smithy/*', 'aws-sdk'];

/**
 * Bundles an entry with everything it needs but the AWS SDK, minified, beside the entry.
 *
 * @param entry absolute path in a copy that may be written to
 * @throws Error of esbuild with file and line
 */
export async function bundleForDeployment(entry: string): Promise<Bundle> {
  const { build } = await import('esbuild');
  const options: BuildOptions = {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    external: EXTERNAL,
  };
  const outfile = join(dirname(entry), '.llrt-migrate-bench');
  const made = await build({ ...options, format: 'cjs', outfile: `${outfile}.cjs` }).then(
    () => `${outfile}.cjs`,
    () => undefined,
  );
  const module = made ?? `${outfile}.mjs`;
  // Only an ES module may await at its top level.
  if (!made) await build({ ...options, format: 'esm', banner: { js: REQUIRE }, outfile: module });
  const text = readFileSync(module);
  return { module, bytes: text.length, gzipBytes: gzipSync(text, { level: 9 }).length };
}

const REQUIRE =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";

/** A setup module that Node.js can load. */
export async function buildSetup(setup: string): Promise<string> {
  return (await buildEntry(setup)).module;
}
