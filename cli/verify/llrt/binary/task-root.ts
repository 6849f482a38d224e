import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Writes the module that LLRT loads in front of a bundle: it sets the clock and the random numbers
 * of each event, and hands the event on.
 *
 * @param folder of the bundle: packages that the bundle leaves out are looked for from there
 * @returns the value of `_HANDLER`
 */
export async function writeTaskRoot(
  folder: string,
  bundle: string,
  handlerName: string,
): Promise<string> {
  await writePrelude(folder);
  const from = `./${relative(folder, bundle).split(sep).join('/')}`;
  writeFileSync(
    join(folder, '.llrt-migrate-handler.mjs'),
    `import { beginEvent } from './.llrt-migrate-prelude.mjs';
import * as loaded from ${JSON.stringify(from)};

const handler = loaded[${JSON.stringify(handlerName)}];
if (typeof handler !== 'function')
  throw new Error(${JSON.stringify(`"${handlerName}" is not a function in the bundle`)});

export const handle = ({ event, now, seed }, context) => {
  beginEvent(now, seed);
  return handler(event, context);
};
`,
  );
  return '.llrt-migrate-handler.handle';
}

/**
 * Writes `.llrt-migrate-prelude.mjs`, whose `beginEvent(time, seed)` sets the clock and the random
 * numbers inside LLRT; calls go to the recorder.
 */
export async function writePrelude(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const { build } = await import('esbuild');
  await build({
    entryPoints: [preludeSource()],
    outfile: join(folder, '.llrt-migrate-prelude.mjs'),
    bundle: true,
    format: 'esm',
    target: 'es2020',
    external: ['node:*'],
    logLevel: 'silent',
  });
}

/** Beside this module, as it was built or as it is written. */
function preludeSource(): string {
  const built = fileURLToPath(new URL('./prelude.js', import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL('./prelude.ts', import.meta.url));
}
