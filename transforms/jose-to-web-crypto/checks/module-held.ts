import type { PackageView } from '../../engine/transform.js';
import { profileIn } from '../module-file/profile.js';
import { modulePathsOf } from '../module-file/users.js';
import type { Problem } from '../problem.js';
import type { JoseFile } from '../survey.js';
import type { Profile } from '../version.js';

/** A module from before that does what another release of jose did, or a file that only has its name. */
export function moduleProblems(
  pkg: PackageView,
  [first]: readonly JoseFile[],
  profile: Profile,
): Problem[] {
  if (!first) return [];
  const { node } = first.sites[0]?.site ?? {};
  return modulePathsOf(pkg).flatMap((module): Problem[] => {
    const held = profileIn(pkg.read(module));
    if (held === profile) return [];
    const place = { file: first.file.path, ...(node && { node }) };
    return held === undefined
      ? [{ code: 'jose-module-name-taken', ...place, details: { module } }]
      : [{ code: 'jose-module-older', ...place, details: { module, older: RELEASES[held] } }];
  });
}

const RELEASES: Readonly<Record<Profile, string>> = { 'jose-5': '4 or 5', 'jose-6': '6' };
