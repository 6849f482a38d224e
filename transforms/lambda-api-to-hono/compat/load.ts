import { existsSync, readFileSync } from 'node:fs';
import type { EmittedSource } from '../../engine/emitted-module/declaration.js';
import { COMPAT_FILES } from './source-files.js';

/**
 * The declarations of the helper module. In the built package they are a file beside the code;
 * in the repository, before a build, they are read from the sources.
 */
async function loadSource(): Promise<EmittedSource> {
  const built = new URL('./declarations.json', import.meta.url);
  if (existsSync(built)) {
    const source: EmittedSource = JSON.parse(readFileSync(built, 'utf8'));
    return source;
  }
  const { readSourcesOnce } = await import('../../engine/emitted-module/source-cache.js');
  const directory = new URL('./source/', import.meta.url);
  return readSourcesOnce({ directory, files: COMPAT_FILES, index: 'index.ts' });
}

export const compatSource = await loadSource();
