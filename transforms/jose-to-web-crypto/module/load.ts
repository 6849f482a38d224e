import { existsSync, readFileSync } from 'node:fs';
import type { EmittedSource } from '../../engine/emitted-module/declaration.js';
import { MODULE_FILES, type Profile } from './source-files.js';

export type ModuleSources = Readonly<Record<Profile, EmittedSource>>;

/**
 * The declarations of the emitted module. In the built package they are a file beside the code; in
 * the repository, before a build, they are read from the sources.
 */
async function loadSources(): Promise<ModuleSources> {
  const built = new URL('./declarations.json', import.meta.url);
  if (existsSync(built)) {
    const sources: ModuleSources = JSON.parse(readFileSync(built, 'utf8'));
    return sources;
  }
  const { readSourcesOnce } = await import('../../engine/emitted-module/source-cache.js');
  const directory = new URL('./source/', import.meta.url);
  const [five, six] = await Promise.all([
    readSourcesOnce({ directory, files: MODULE_FILES['jose-5'], index: 'profile-5/index.ts' }),
    readSourcesOnce({ directory, files: MODULE_FILES['jose-6'], index: 'profile-6/index.ts' }),
  ]);
  return { 'jose-5': five, 'jose-6': six };
}

export const moduleSources = await loadSources();
