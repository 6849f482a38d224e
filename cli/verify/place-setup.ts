import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { readStubNames } from './entry/stub-names.js';
import type { SideFolders } from './sides/make-sides.js';
import type { VerifyOptions } from './verify-sides.js';

/** A setup module, ready for both sides. */
export interface PlacedSetup {
  readonly options: Pick<VerifyOptions, 'setup' | 'stubs' | 'onStubsUsed'>;
  /** Stubs that no entry has imported so far, on either side. */
  unused(): readonly string[];
}

/**
 * Puts the setup module in each copy, so that what it imports is what the code imports;
 * one outside the workspace stays where it is.
 *
 * @param setup absolute path; without it there is no setup
 * @throws Failure `setup-missing`, `stubs-unreadable`
 */
export function placeSetup(sides: SideFolders, setup: string | undefined): PlacedSetup | undefined {
  if (setup === undefined) return undefined;
  if (!existsSync(setup)) {
    throw new Failure(
      'setup-missing',
      `--setup ${setup}: there is no such file, so the code would run without it. Name an existing module.`,
    );
  }
  const stubs = readStubNames(setup);
  const used = new Set<string>();
  return {
    options: {
      setup: placeCopies(sides, setup),
      stubs,
      onStubsUsed: (names) => names.forEach((name) => used.add(name)),
    },
    unused: () => stubs.filter((name) => !used.has(name)),
  };
}

function placeCopies(sides: SideFolders, setup: string): { before: string; after: string } {
  const inside = relative(sides.after.root, setup);
  if (inside.startsWith('..') || inside.split(sep).includes('node_modules')) {
    return { before: setup, after: setup };
  }
  const place = (copy: string): string => {
    const file = join(copy, inside);
    mkdirSync(dirname(file), { recursive: true });
    copyFileSync(setup, file);
    return file;
  };
  return { before: place(sides.before.copy), after: place(sides.after.copy) };
}
