import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { App, type Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { build } from 'esbuild';
import { LLRT_VERSION } from '../sdk.js';

const require = createRequire(import.meta.url);

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

type StackClass = new (scope: Construct, id: string, props?: StackProps) => Stack;

/** Compiles the stacks in several folders, each beside its source, so that paths from there stay right. */
export async function compileStacks(folders: readonly string[]): Promise<void> {
  await build({
    entryPoints: folders.map((folder) => ({
      in: join(folder, 'lib', existsSync(join(folder, 'lib/stack.ts')) ? 'stack.ts' : 'stack.js'),
      out: join(folder, 'lib/compiled'),
    })),
    outdir: '/',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    logLevel: 'silent',
    define: { 'import.meta.url': 'fileUrl' },
    banner: { js: "const fileUrl = require('node:url').pathToFileURL(__filename).href;" },
  });
  // The construct looks for a lock file, to know which folder is mounted when it bundles.
  for (const folder of folders) writeFileSync(join(folder, 'package-lock.json'), '{}');
}

/**
 * The template of the stack in a folder, made by the real CDK.
 *
 * @param isBundled whether the functions are bundled; a binary of LLRT is then needed, see `placeBinary`
 */
export function synthesise(
  folder: string,
  isBundled = false,
): { readonly resources: Readonly<Record<string, Resource>>; readonly out: string } {
  const { ApiStack } = require(join(folder, 'lib/compiled.cjs')) as { ApiStack: StackClass };
  const home = process.cwd();
  process.chdir(folder);
  try {
    const out = join(folder, 'cdk.out');
    const context = isBundled ? {} : { 'aws:cdk:bundling-stacks': [] };
    const app = new App({ outdir: out, context, analyticsReporting: false });
    const stack = new ApiStack(app, 'Api');
    app.synth();
    const text = readFileSync(join(out, `${stack.stackName}.template.json`), 'utf8');
    const { Resources } = JSON.parse(text) as { Resources: Record<string, Resource> };
    return { resources: Resources, out };
  } finally {
    process.chdir(home);
  }
}

/** Puts a stand-in where the construct caches what it downloads. */
export function placeBinary(folder: string, text: string): void {
  const cache = join(folder, '.tmp/llrt', LLRT_VERSION, 'x64/standard');
  mkdirSync(cache, { recursive: true });
  writeFileSync(join(cache, 'bootstrap'), text);
}
