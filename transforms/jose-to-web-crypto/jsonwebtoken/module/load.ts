import { existsSync, readFileSync } from 'node:fs';
import type { EmittedSource } from '../../../engine/emitted-module/declaration.js';
import { TOKEN_MODULE_FILES, type TokenProfile } from './source-files.js';

type TokenModuleSources = Readonly<Record<TokenProfile, EmittedSource>>;

/**
 * The declarations of the emitted module. In the built package they are a file beside the code; in
 * the repository, before a build, they are read from the sources.
 */
async function loadSources(): Promise<TokenModuleSources> {
  const built = new URL('./declarations.json', import.meta.url);
  if (existsSync(built)) {
    const sources: TokenModuleSources = JSON.parse(readFileSync(built, 'utf8'));
    return sources;
  }
  const { readSourcesOnce } = await import('../../../engine/emitted-module/source-cache.js');
  const directory = new URL('./source/', import.meta.url);
  const read = (profile: TokenProfile, index: string): Promise<EmittedSource> =>
    readSourcesOnce({ directory, files: TOKEN_MODULE_FILES[profile], index });
  return {
    'jsonwebtoken-8': await read('jsonwebtoken-8', 'profile-8/index.ts'),
    'jsonwebtoken-9': await read('jsonwebtoken-9', 'profile-9/index.ts'),
  };
}

export const tokenModuleSources = await loadSources();
