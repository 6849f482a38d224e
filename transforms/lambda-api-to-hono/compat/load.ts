import { existsSync, readFileSync } from 'node:fs';
import type { CompatSource } from './declaration.js';

/**
 * The declarations of the helper module. In the built package they are a file beside the code;
 * in the repository, before a build, they are read from the sources.
 */
async function loadSource(): Promise<CompatSource> {
  const built = new URL('./declarations.json', import.meta.url);
  if (existsSync(built)) {
    const source: CompatSource = JSON.parse(readFileSync(built, 'utf8'));
    return source;
  }
  const { readSourcesOnce } = await import('./source-cache.js');
  return readSourcesOnce(new URL('./source/', import.meta.url));
}

export const compatSource = await loadSource();
