import { Failure } from '../engine/failure.js';
import { compat } from './compat.js';

/** A release of LLRT that code is checked for. */
export interface Release {
  /** As people write it, for example `0.8.1`, or `main` for what comes after the newest release. */
  readonly name: string;
  /** The release of the data whose facts are used, for example `0.8.1` for `0.8.0`. */
  readonly facts: string;
}

/** Releases that have facts, oldest first; the last one is the main branch. */
export const RELEASES: readonly string[] = Object.keys(compat.meta.releases);

/** The newest release with a tag. */
export const NEWEST = compat.meta.newest_release;

/** Releases without facts of their own whose facts are known to be those of a later one. */
const SAME_AS: Readonly<Record<string, string>> = { '0.8.0': '0.8.1', '0.9.0': 'main' };

/**
 * Reads a release: `0.8.1`, `v0.8.1-beta`, `latest`, `main`. A release between two with facts gets
 * those of the older one, so that nothing is taken for there that may not be.
 *
 * @throws Failure `llrt-unknown` for anything else
 * @example parseRelease('v0.8.0-beta') // { name: '0.8.0', facts: '0.8.1' }
 */
export function parseRelease(text: string): Release {
  const name = text
    .trim()
    .replace(/^v/, '')
    .replace(/-beta$/, '');
  if (name === 'latest') return { name: NEWEST, facts: NEWEST };
  if (RELEASES.includes(name)) return { name, facts: name };
  if (!/^\d+\.\d+\.\d+$/.test(name))
    throw new Failure(
      'llrt-unknown',
      `"${text}" is no release of LLRT. Give one such as ${RELEASES.join(', ')}.`,
    );
  const same = SAME_AS[name];
  if (same !== undefined) return { name, facts: same };
  const older = RELEASES.filter((known) => compareReleases(known, name) <= 0);
  return { name, facts: older.at(-1) ?? RELEASES[0] ?? NEWEST };
}

/** Negative when a release is older than another; `main` is newer than every release. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  for (const [index, number] of left.entries()) {
    const difference = number - (right[index] ?? 0);
    if (difference !== 0 && !Number.isNaN(difference)) return difference;
  }
  return 0;
}

function numbersOf(name: string): readonly number[] {
  return name === 'main' ? [Infinity, 0, 0] : name.split('.').map(Number);
}

/** The releases that something is true of, both ends included; undefined leaves an end open. */
export interface ReleaseRange {
  readonly from?: string;
  readonly until?: string;
}

/** Whether a release is in a range. */
export function isInRange(release: Release, { from, until }: ReleaseRange): boolean {
  return (
    (from === undefined || compareReleases(from, release.name) <= 0) &&
    (until === undefined || compareReleases(release.name, until) <= 0)
  );
}

/** A range in words: `every release`, `releases up to 0.7.0`, `from 0.8.0 to 0.8.1`. */
export function rangeText({ from, until }: ReleaseRange): string {
  if (from === undefined) return until === undefined ? 'every release' : `releases up to ${until}`;
  if (until === undefined)
    return from === 'main' ? 'releases after 0.8.1' : `releases from ${from}`;
  return from === until ? `release ${from}` : `releases ${from} to ${until}`;
}
