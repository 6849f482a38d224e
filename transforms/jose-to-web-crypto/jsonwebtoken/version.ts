import type { PackageView } from '../../engine/transform.js';
import type { TokenProfile } from './module/source-files.js';

/** The version of jsonwebtoken of a package, as far as it matters. */
export type TokenVersion =
  | { readonly kind: 'known'; readonly profile: TokenProfile }
  | { readonly kind: 'unsupported'; readonly version: string }
  | { readonly kind: 'unknown' };

/** Reads which jsonwebtoken a package uses: as installed or locked, else from its range. */
export function tokenVersion(pkg: PackageView): TokenVersion {
  const { dependencies, devDependencies, peerDependencies } = pkg.manifest;
  const range =
    dependencies?.['jsonwebtoken'] ??
    devDependencies?.['jsonwebtoken'] ??
    peerDependencies?.['jsonwebtoken'];
  const version = pkg.installedVersion('jsonwebtoken') ?? range;
  const [, major, minor] = /^\s*[\^~=v]{0,2}\s*(\d+)(?:\.(\d+|[x*]))?/.exec(version ?? '') ?? [];
  if (version === undefined || major === undefined) return { kind: 'unknown' };
  if (major === '9') return { kind: 'known', profile: 'jsonwebtoken-9' };
  // 8.5 is the last minor release of 8: a range that allows all of 8 means it.
  const isLast =
    minor === undefined || minor === '5' || (range === version && /^\s*\^/.test(version));
  if (major === '8' && isLast) return { kind: 'known', profile: 'jsonwebtoken-8' };
  return { kind: 'unsupported', version };
}
