import type { PackageView } from '../../../engine/transform.js';
import type { Problem } from '../../problem.js';
import { TOKEN_MODULE } from '../module-file.js';
import { mentionsTokenPackage, type TokenFile } from '../survey.js';

const ERRORS = /\b(?:JsonWebTokenError|TokenExpiredError|NotBeforeError)\b/;

/**
 * Packages of the workspace that may exchange errors of jsonwebtoken with this one: each package has
 * a module of its own, whose classes the others do not know.
 */
export function otherPackageProblems(pkg: PackageView, files: readonly TokenFile[]): Problem[] {
  const [first] = files;
  if (!first) return [];
  const looksAtErrors = files.some(({ file }) => ERRORS.test(file.text));
  const other = connectedWith(pkg).find((one) => {
    const texts = one.candidates
      .map((path) => one.read(path) ?? '')
      .filter((text) => mentionsTokenPackage(text) || text.includes(TOKEN_MODULE));
    return texts.length > 0 && (looksAtErrors || texts.some((text) => ERRORS.test(text)));
  });
  if (!other) return [];
  const details = { other: `The package ${other.name}` };
  return [{ code: 'jsonwebtoken-shared', file: first.file.path, details }];
}

/** Packages that depend on this one, or it on them, directly or through others. */
function connectedWith(pkg: PackageView): PackageView[] {
  const all = pkg.siblings();
  const found = new Set<PackageView>(all.filter(({ dir }) => dir === pkg.dir));
  for (const one of found)
    for (const next of all) if (depends(one, next) || depends(next, one)) found.add(next);
  return [...found].filter(({ dir }) => dir !== pkg.dir);
}

/** Whether a package depends on another one, or reaches into its folder. */
function depends({ manifest, files }: PackageView, other: PackageView): boolean {
  const { dependencies, devDependencies, peerDependencies } = manifest;
  if (other.name in { ...dependencies, ...devDependencies, ...peerDependencies }) return true;
  return [...other.loadedOutside().values()].some((loader) => files.includes(loader));
}
