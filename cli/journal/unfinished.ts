import type { Unfinished } from './recover.js';
import { hasState } from './state-folder.js';

/**
 * Applies and undos that were interrupted. Reads only, and loads what reads the journal only
 * where there is one.
 *
 * @param root absolute path of the workspace
 * @throws Failure `state-refused`, or for a journal entry that is damaged
 */
export async function findUnfinished(root: string): Promise<readonly Unfinished[]> {
  if (!hasState(root)) return [];
  const { readUnfinished } = await import('./recover.js');
  return readUnfinished(root);
}
