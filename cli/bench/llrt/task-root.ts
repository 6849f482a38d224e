import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { writePrelude } from '../../verify/llrt/binary/task-root.js';

/** What the handler of the task root answers. */
export interface TimedAnswer {
  readonly answer: unknown;
  /** Milliseconds that the handler took. */
  readonly ms: number;
  /** Milliseconds for loading the bundle. */
  readonly initMs: number;
}

/**
 * Writes the module that LLRT loads in front of a bundle: it takes the times inside the process, so
 * that the way there and back is in no figure.
 *
 * @param folder of the bundle
 * @returns the value of `_HANDLER`
 */
export async function writeTimedRoot(
  folder: string,
  bundle: string,
  handlerName: string,
): Promise<string> {
  await writePrelude(folder);
  writeFileSync(
    join(folder, '.llrt-migrate-bench.mjs'),
    `import { beginEvent } from './.llrt-migrate-prelude.mjs';

const begun = performance.now();
const loaded = await import(${JSON.stringify(`./${basename(bundle)}`)});
const initMs = performance.now() - begun;
const handler = loaded[${JSON.stringify(handlerName)}];
if (typeof handler !== 'function')
  throw new Error(${JSON.stringify(`"${handlerName}" is not a function in the bundle`)});

export const handle = async ({ event, now, seed }, context) => {
  beginEvent(now, seed);
  const start = performance.now();
  const answer = await handler(event, context);
  return { answer, ms: performance.now() - start, initMs };
};
`,
  );
  return '.llrt-migrate-bench.handle';
}
