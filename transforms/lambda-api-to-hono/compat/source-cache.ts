import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import type { CompatSource } from './declaration.js';

/**
 * The declarations of the helper module for tests in the repository: read from the sources
 * once for each state of the sources and of the code that reads them, because that takes
 * seconds and every test file would pay for it.
 */
export async function readSourcesOnce(directory: URL): Promise<CompatSource> {
  const folder = new URL('../../../../node_modules/.cache/llrt-migrate/', directory);
  const file = new URL(`compat-${stateOf(directory)}.json`, folder);
  if (existsSync(file)) {
    const known: CompatSource = JSON.parse(readFileSync(file, 'utf8'));
    return known;
  }
  const { readSources } = await import('./read-sources.js');
  const source = await readSources(directory);
  mkdirSync(folder, { recursive: true });
  const unfinished = new URL(`${file.href}.${process.pid}`);
  writeFileSync(unfinished, JSON.stringify(source));
  renameSync(unfinished, file);
  return source;
}

function stateOf(directory: URL): string {
  const hash = createHash('sha256');
  const sources = readdirSync(directory).filter((name) => /^[\w-]+\.ts$/.test(name));
  for (const name of [...sources.toSorted(), '../read-sources.ts']) {
    hash.update(readFileSync(new URL(name, directory)));
  }
  return hash.digest('hex').slice(0, 16);
}
