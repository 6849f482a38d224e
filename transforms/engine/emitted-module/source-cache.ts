import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { EmittedSource } from './declaration.js';
import type { SourceFiles } from './read-sources.js';

/**
 * The declarations of an emitted module for tests in the repository: read from the sources
 * once for each state of the sources and of the code that reads them, because that takes
 * seconds and every test file would pay for it.
 */
export async function readSourcesOnce(from: SourceFiles): Promise<EmittedSource> {
  const folder = new URL('../../../node_modules/.cache/llrt-migrate/', import.meta.url);
  const file = new URL(`emitted-${stateOf(from)}.json`, folder);
  if (existsSync(file)) {
    const known: EmittedSource = JSON.parse(readFileSync(file, 'utf8'));
    return known;
  }
  const { readSources } = await import('./read-sources.js');
  const source = await readSources(from);
  mkdirSync(folder, { recursive: true });
  const unfinished = new URL(`${file.href}.${process.pid}`);
  writeFileSync(unfinished, JSON.stringify(source));
  renameSync(unfinished, file);
  return source;
}

function stateOf({ directory, files, index }: SourceFiles): string {
  const hash = createHash('sha256');
  const sources = [...files, index].map((name) => new URL(name, directory));
  for (const source of [...sources, new URL('read-sources.ts', import.meta.url)])
    hash.update(readFileSync(source));
  return hash.digest('hex').slice(0, 16);
}
