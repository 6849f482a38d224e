import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../package-root.js';

const compiled = new Map<string, Promise<string>>();

/**
 * Path of a module that child processes run. In the built package it lies beside the module
 * that asks; when that runs from its TypeScript sources it is compiled once per process
 * into the cache folder of the repository.
 *
 * @param from address of the module that asks
 * @param name of the module beside it, without its extension
 */
export function childScript(from: string = import.meta.url, name = 'child'): Promise<string> {
  const source = new URL(from);
  if (!source.pathname.endsWith('.ts'))
    return Promise.resolve(fileURLToPath(new URL(`./${name}.js`, source)));
  const path = fileURLToPath(new URL(`./${name}.ts`, source));
  const script = compiled.get(path) ?? compile(path);
  compiled.set(path, script);
  return script;
}

async function compile(entry: string): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [entry],
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  const contents = outputFiles[0]?.contents ?? new Uint8Array();
  const folder = join(packageRoot(), 'node_modules', '.cache', 'llrt-migrate');
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const file = join(folder, `child-${hash}.mjs`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  // Written beside and renamed: another test run may want the same file just now.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, file);
  return file;
}
