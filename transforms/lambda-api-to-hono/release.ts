import type { PackageView } from '../engine/transform.js';
import { LEGACY_PACKAGE } from './graph/names.js';

/**
 * Whether the release of lambda-api in a package is older than another; false where it is not known.
 *
 * @example
 * isBefore(pkg, [0, 11]) // events of payload format 2.0 are not understood
 */
export function isBefore(pkg: PackageView, other: readonly [number, number]): boolean {
  return isOlder(pkg.installedVersion(LEGACY_PACKAGE), other);
}

/**
 * Whether a version, or the lowest one of a range, is older than another; false where it is not known.
 *
 * @example isOlder('^4.2.9', [4, 8]) // true
 */
export function isOlder(
  version: string | undefined,
  [major, minor]: readonly [number, number],
): boolean {
  const release = /^\D*(\d+)\.(\d+)/.exec(version ?? '');
  if (!release) return false;
  const [ownMajor, ownMinor] = [Number(release[1]), Number(release[2])];
  return ownMajor < major || (ownMajor === major && ownMinor < minor);
}
