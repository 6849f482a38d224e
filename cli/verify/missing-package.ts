import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import type { VerifyReport } from './report.js';
import type { SideFolders } from './sides/make-sides.js';

const LISTS = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
/** Node's message names the package, or the file in it that was asked for. */
const NOT_FOUND = /Cannot find (?:module|package) '((?:@[^/']+\/)?[^./'][^/']*)/;

/**
 * Stops when a side could not be loaded because a package that its package.json names is
 * not installed: the usual case is `lambda-api`, uninstalled after the last route. Nothing
 * can be compared without it, and installing it again is all that is needed.
 *
 * @param dirs package folders relative to the root, that of the entry first
 * @throws Failure `package-missing`
 */
export function checkInstalled(
  report: VerifyReport,
  sides: SideFolders,
  dirs: readonly string[],
): void {
  const first = report.routes[0]?.different[0];
  for (const name of ['before', 'after'] as const) {
    const view = first?.[name];
    const missing = view?.outcome === 'load-failed' ? NOT_FOUND.exec(view.why)?.[1] : undefined;
    const version = missing && listedVersion(sides[name].copy, dirs, missing);
    if (missing === undefined || version === undefined) continue;
    const wanted = namesMissing(sides[name].copy, dirs, missing, version);
    const remedy =
      name === 'before'
        ? `Install it again for the comparison, for example: npm i --no-save ${wanted.join(' ')}`
        : 'Install what package.json names, for example: npm install';
    throw new Failure(
      'package-missing',
      `The code ${name} needs ${missing}, which its package.json names (${version}) and which is not installed, so it cannot run and nothing can be compared. ${remedy}`,
    );
  }
}

/**
 * What to install: npm removes what it installed so before, so everything that is missing has to
 * be named at once.
 */
function namesMissing(
  root: string,
  dirs: readonly string[],
  missing: string,
  version: string,
): readonly string[] {
  const wanted = new Map([[missing, version]]);
  for (const folder of dirs) {
    const file = join(root, folder, 'package.json');
    const manifest = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
    const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Record<string, string> };
    for (const [name, range] of Object.entries(dependencies))
      if (!isInstalled(root, folder, name)) wanted.set(name, range);
  }
  return [...wanted].map(([name, range]) =>
    /^(workspace|catalog|file|link|portal):/.test(range) ? name : `"${name}@${range}"`,
  );
}

function isInstalled(root: string, folder: string, name: string): boolean {
  for (let dir = join(root, folder); ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'node_modules', name))) return true;
    if (dirname(dir) === dir) return false;
  }
}

/** The version in the first package.json that names the package: one of the workspace may be bundled. */
function listedVersion(root: string, dirs: readonly string[], name: string): string | undefined {
  for (const folder of dirs) {
    const file = join(root, folder, 'package.json');
    if (!existsSync(file)) continue;
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
    for (const list of LISTS) {
      const version: unknown = Object(manifest[list])[name];
      if (typeof version === 'string') return version;
    }
  }
  return undefined;
}
