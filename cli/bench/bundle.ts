import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { BuildOptions } from 'esbuild';
import { buildEntry } from '../verify/entry/build-entry.js';
import { stubModules } from '../verify/entry/stub-modules.js';

/** How large a bundle is. */
export interface BundleSize {
  readonly bundleBytes: number;
  readonly gzipBytes: number;
}

/** A bundle as it would be deployed. */
export interface Bundle {
  /** Absolute path of the module to run; with stubs it is another one than the one that is weighed. */
  readonly module: string;
  readonly size: BundleSize;
  readonly usedStubs: readonly string[];
}

/** What the runtime brings: Lambda's Node.js as well as LLRT. */
const EXTERNAL = ['@aws-sdk/*', '@smithy/*', 'aws-sdk'];

/**
 * Bundles an entry with everything it needs but the AWS SDK, minified, beside the entry.
 *
 * @param entry absolute path in a copy that may be written to
 * @param stubs specifiers that the setup module stubs: they are weighed and not run
 * @throws Error of esbuild with file and line
 */
export async function bundleForDeployment(
  entry: string,
  stubs: readonly string[] = [],
): Promise<Bundle> {
  const outfile = join(dirname(entry), '.llrt-migrate-bench');
  const whole = await buildAny(entry, outfile);
  const size = sizeOf(readFileSync(whole));
  if (stubs.length === 0) return { module: whole, size, usedStubs: [] };
  const used = new Set<string>();
  const plugins = [stubModules(stubs, used)];
  const module = await buildAny(entry, `${outfile}-stubs`, { plugins });
  return { module, size, usedStubs: [...used] };
}

/** The size of a bundle as it stands and packed. */
export function sizeOf(text: Uint8Array): BundleSize {
  return { bundleBytes: text.length, gzipBytes: gzipSync(text, { level: 9 }).length };
}

/** As CommonJS, as an ES module where that cannot be; returns the path of the bundle. */
async function buildAny(entry: string, outfile: string, more: BuildOptions = {}): Promise<string> {
  const { build } = await import('esbuild');
  const options: BuildOptions = {
    entryPoints: [entry],
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    external: EXTERNAL,
    ...more,
  };
  const commonJs = `${outfile}.cjs`;
  const module = `${outfile}.mjs`;
  const asCommonJs = await failureOf(build({ ...options, format: 'cjs', outfile: commonJs }));
  if (asCommonJs === undefined) return commonJs;
  // Only an ES module may await at its top level; what else is wrong is wrong in both forms.
  const banner = { js: REQUIRE };
  const asModule = await failureOf(build({ ...options, format: 'esm', banner, outfile: module }));
  if (asModule === undefined) return module;
  throw new Error(`${asModule}\nAs CommonJS: ${asCommonJs}`);
}

function failureOf(built: Promise<unknown>): Promise<string | undefined> {
  return built.then(() => undefined, messageOf);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const REQUIRE =
  "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";

/** A setup module that Node.js can load. */
export async function buildSetup(setup: string): Promise<string> {
  return (await buildEntry(setup)).module;
}
