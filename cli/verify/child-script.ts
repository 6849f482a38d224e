import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let compiled: Promise<string> | undefined;

/**
 * Path of the module that a child process runs. In the built package it lies beside
 * this file; when this runs from its TypeScript sources it is compiled once per process
 * into a temporary folder.
 */
export function childScript(): Promise<string> {
  const source = new URL(import.meta.url);
  if (!source.pathname.endsWith('.ts')) {
    return Promise.resolve(fileURLToPath(new URL('./child.js', source)));
  }
  compiled ??= compile(fileURLToPath(new URL('./child.ts', source)));
  return compiled;
}

async function compile(entry: string): Promise<string> {
  const { build } = await import('esbuild');
  const folder = mkdtempSync(join(tmpdir(), 'llrt-migrate-child-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const outfile = join(folder, 'child.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  return outfile;
}
