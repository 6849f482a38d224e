import type { PackageView } from '../../engine/transform.js';
import type { Problem } from '../problem.js';
import { usesOfName, type JoseFile } from '../survey.js';

const KEY_TYPES = /^(?:KeyLike|KeyObject|CryptoKey|KeyInput|GetKeyFunction|JWTVerifyGetKey)$/;

/**
 * Errors and keys of jose in a package that is published: its users have a jose of their own.
 * `main` alone says nothing, as `npm init` writes it into every package.json.
 */
export function publicApiProblems(pkg: PackageView, files: readonly JoseFile[]): Problem[] {
  const { manifest } = pkg;
  const isPublished =
    manifest.private !== true &&
    ('publishConfig' in manifest ||
      ('exports' in manifest && 'version' in manifest) ||
      isPeer(pkg));
  if (!isPublished) return [];
  return files.flatMap((jose) => {
    const name = [...jose.names].find((one) => /^errors\b/.test(one) || KEY_TYPES.test(one));
    if (name === undefined) return [];
    const node = usesOfName(jose, name.split('.')[0] ?? name)[0]?.node ?? jose.sites[0]?.site.node;
    return [
      { code: 'jose-public-api', file: jose.file.path, ...(node && { node }), details: { name } },
    ];
  });
}

function isPeer({ manifest }: PackageView): boolean {
  return manifest.peerDependencies?.['jose'] !== undefined;
}
