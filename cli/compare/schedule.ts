import { setTimeout as delay } from 'node:timers/promises';

/** How fast work is done. */
export interface Pace {
  /** Items under way at once. */
  readonly concurrency: number;
  /** Items begun in a second, at most; no limit without it. */
  readonly perSecond?: number;
  readonly signal: AbortSignal;
}

/**
 * Does work for every item, in their order, and gives the results in that order. When work fails,
 * nothing more is begun.
 */
export async function inOrder<Item, Result>(
  items: readonly Item[],
  { concurrency, perSecond, signal }: Pace,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const begun = Date.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item === undefined) return;
      if (perSecond !== undefined) {
        const wait = begun + (index * 1000) / perSecond - Date.now();
        if (wait > 0) await delay(wait, undefined, { signal });
      }
      results[index] = await work(item).catch((error: unknown) => {
        next = items.length;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker));
  return results;
}
