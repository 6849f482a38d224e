import { posix } from 'node:path';
import { isTypeScript } from '../engine/syntax/parse.js';
import type { PackageView, SiteCounts, TransformOutcome } from '../engine/transform.js';
import { isConfigFile } from './decide/config-files.js';
import { commonJsFinding } from './findings.js';
import { Scopes } from './graph/scopes.js';

/** Text of CommonJS in all packages together, in characters, that takes half a second to analyse. */
const LARGE = 1_500_000;

const held = new WeakMap<readonly PackageView[], boolean>();

/** Whether a workspace holds so much CommonJS that a survey only counts its files. */
export function isLarge(pkg: PackageView): boolean {
  const siblings = pkg.siblings();
  const known = held.get(siblings);
  if (known !== undefined) return known;
  const isBig = sizeOf(siblings) > LARGE;
  held.set(siblings, isBig);
  return isBig;
}

function sizeOf(packages: readonly PackageView[]): number {
  let size = 0;
  for (const pkg of packages)
    for (const path of pkg.candidates) {
      size += pkg.read(path)?.length ?? 0;
      if (size > LARGE) return size;
    }
  return size;
}

/**
 * Counts the files of a package without parsing them. Which of them stay, and why, is left to the
 * plan: a finding says so.
 */
export function countFiles(pkg: PackageView): TransformOutcome {
  const sites = readSites(pkg);
  const count = sites.pending;
  const place = { file: posix.join(pkg.dir, 'package.json'), line: 1, column: 1 };
  const findings = count === 0 ? [] : [commonJsFinding('only-counted', { ...place, count })];
  return { ...NOTHING, sites, findings };
}

/** The outcome for a package of ES modules. */
export function doneOutcome(migrated: number): TransformOutcome {
  return { ...NOTHING, sites: { pending: 0, migrated, blocked: 0 } };
}

const NOTHING: TransformOutcome = {
  routes: [],
  migrates: [],
  sites: { pending: 0, migrated: 0, blocked: 0 },
  writes: new Map(),
  manifest: { add: {}, remove: [] },
  findings: [],
};

/** How many ES modules a package has, where it plainly has nothing else; undefined where it may have. */
export function countIfDone(pkg: PackageView): number | undefined {
  const scopes = new Scopes(pkg);
  const modules = sourcesOf(pkg);
  const isDone = modules.every(
    (path) =>
      isModuleByName(scopes, path) && !/\brequire\b|\bexport\s*=/.test(pkg.read(path) ?? ''),
  );
  return isDone ? modules.length : undefined;
}

/** Statements that only ES modules have. */
const ES_MODULE =
  /^(?:import\s*[\w$*{'"]|export\s*(?:[{*]|default\b|const\b|let\b|var\b|class\b|function\b|async\b))/m;
const REQUIRE = /\brequire\s*\(\s*['"`]/;

function readSites(pkg: PackageView): SiteCounts {
  const scopes = new Scopes(pkg);
  const files = sourcesOf(pkg).filter((path) => !isConfigFile(path));
  const migrated = files.filter((path) => {
    const text = pkg.read(path) ?? '';
    return (isModuleByName(scopes, path) || ES_MODULE.test(text)) && !REQUIRE.test(text);
  });
  return { pending: files.length - migrated.length, migrated: migrated.length, blocked: 0 };
}

function sourcesOf(pkg: PackageView): readonly string[] {
  return pkg.files.filter((path) => !/\.c[jt]sx?$|\.d\.[cm]?ts$/.test(path));
}

/** Whether Node or a compiler reads a file as an ES module whatever it says. */
function isModuleByName(scopes: Scopes, path: string): boolean {
  return /\.m[jt]sx?$/.test(path) || isTypeScript(path) || scopes.typeOf(path) === 'module';
}
