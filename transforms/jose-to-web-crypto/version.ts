import type { PackageView } from '../engine/transform.js';

/** Which jose a module takes the place of: 4 and 5 are alike, 6 is stricter. */
export type Profile = 'jose-5' | 'jose-6';

/** The version of jose of a package, as far as it matters. */
export type JoseVersion =
  | { readonly kind: 'known'; readonly major: 4 | 5 | 6; readonly profile: Profile }
  | { readonly kind: 'unsupported'; readonly version: string }
  | { readonly kind: 'unknown' };

/** Reads which jose a package uses: as installed or locked, else from a range that has one major version. */
export function joseVersion(pkg: PackageView): JoseVersion {
  const version = pkg.installedVersion('jose') ?? rangeOf(pkg);
  const major = version === undefined ? undefined : majorOf(version);
  if (version === undefined || major === undefined) return { kind: 'unknown' };
  if (major === 4 || major === 5) return { kind: 'known', major, profile: 'jose-5' };
  if (major === 6) return { kind: 'known', major, profile: 'jose-6' };
  return { kind: 'unsupported', version };
}

function rangeOf({ manifest }: PackageView): string | undefined {
  const { dependencies, devDependencies, peerDependencies } = manifest;
  return dependencies?.['jose'] ?? devDependencies?.['jose'] ?? peerDependencies?.['jose'];
}

/** The major version of a version or of a simple range: `5.2.0`, `^5`, `~5.1`, `5.x`. */
function majorOf(range: string): number | undefined {
  const match = /^\s*[\^~=v]{0,2}\s*(\d+)(?:\.(?:\d+|[x*])){0,2}(?:[-+][\w.-]+)?\s*$/i.exec(range);
  return match ? Number(match[1]) : undefined;
}
