import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntryRoutes } from './assign-routes.js';
import { reachableFiles } from './entry/reachable.js';
import { codeWords, type CodeWords } from './events/code-words.js';
import type { SideFolders } from './sides/make-sides.js';

/**
 * What the code that a handler runs asks requests for, before and after: its own sources, not
 * those of installed packages and of the helper module. Where its imports cannot be followed,
 * the files that register its routes.
 */
export async function wordsOfSources(
  { before, after }: SideFolders,
  { entry, routes }: EntryRoutes,
): Promise<CodeWords> {
  const texts: string[] = [];
  for (const { copy } of [before, after]) {
    const reached = await reachableFiles(copy, entry.file);
    const files = reached ?? new Set(routes.map(({ file }) => file));
    for (const file of [...files].toSorted()) {
      const path = join(copy, file);
      if (NOT_OWN.test(file) || !existsSync(path)) continue;
      texts.push(readFileSync(path, 'utf8'));
    }
  }
  return codeWords(texts);
}

const NOT_OWN = /(?:^|\/)node_modules\/|(?:^|\/)lambda-api-compat\.|^\.\.|\.json$/;
