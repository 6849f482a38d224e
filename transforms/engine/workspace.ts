import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { Failure } from './failure.js';
import type { Finding } from './finding.js';
import { engineFinding } from './findings.js';
import { compileGlob } from './glob.js';
import { parseManifest } from './manifest.js';
import { openTextStore, type TextStore } from './text-store.js';
import type { Manifest } from './transform.js';
import { walk } from './walk.js';
import { readMembers, type RootCandidate } from './workspace-members.js';

/** One package of a workspace. */
export interface WorkspacePackage {
  /** `name` of package.json, else the name of its folder. */
  readonly name: string;
  /** Relative to the workspace root, forward slashes, `''` for the root package. */
  readonly dir: string;
  readonly manifest: Manifest;
  /** Source files relative to the workspace root, sorted, without those of nested packages. */
  readonly files: readonly string[];
}

/** A snapshot of a workspace: nothing is ever written through it. */
export interface Workspace {
  /** Absolute path without symbolic links. */
  readonly root: string;
  /** The folder it was opened from, relative to the root, `''` for the root itself. */
  readonly cwd: string;
  readonly manager: 'npm' | 'yarn' | 'pnpm' | 'none';
  readonly packages: readonly WorkspacePackage[];
  /** HTML files and templates of the whole workspace, relative to the root, sorted. */
  readonly pages: readonly string[];
  readonly texts: TextStore;
  /** About the workspace itself, for example a package.json that cannot be read. */
  readonly findings: readonly Finding[];
}

/** Where to look, and what to leave out. */
export interface WorkspaceOptions {
  readonly cwd: string;
  /** Globs of package folders to look at; all when undefined. */
  readonly packages?: readonly string[] | undefined;
  /** Globs of files to leave out. */
  readonly exclude?: readonly string[] | undefined;
}

/**
 * Finds the workspace around a folder and lists its packages and sources.
 *
 * The root is the folder whose `workspaces` or `pnpm-workspace.yaml` names the package
 * around `cwd`, else that package itself. A nested folder with its own package.json is a
 * package of its own, member or not, unless a negated pattern takes it out; a package.json
 * with nothing but `type` in it is a part of the package around it.
 *
 * @throws Failure `folder-missing`, `manifest-missing`, `workspace-invalid`
 * @example openWorkspace({ cwd: 'packages/api' }).packages.map((pkg) => pkg.name)
 */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const cwd = realFolder(options.cwd);
  const { root, candidate } = findRoot(cwd);
  const found = walk(root);
  const exclude = (options.exclude ?? []).map(compileGlob);
  const isExcluded = (path: string): boolean => exclude.some((glob) => glob.test(path));
  const findings: Finding[] = found.unreadable
    .filter((folder) => !isExcluded(folder) && !isExcluded(`${folder}/`))
    .map((folder) =>
      engineFinding('folder-unreadable', { file: folder || '.', line: 1, column: 1 }),
    );
  for (const file of found.foreign)
    findings.push(engineFinding('file-linked-outside', { file, line: 1, column: 1 }));
  const manifests = readManifests(root, found.manifests, findings);
  const packages = assignFiles(
    manifests,
    found.sources.filter((path) => !isExcluded(path)),
    root,
  ).filter(({ dir }) => !candidate?.members.excludes(dir));
  if (packages.length === 0 && findings.length === 0) throw nothingFound(cwd, found.sources.length);
  const only = options.packages?.map((glob) => compileGlob(glob.replace(/^\.?\/+|\/+$/g, '')));
  return {
    root,
    cwd: relative(root, cwd).split(sep).join('/'),
    manager: managerOf(root, candidate),
    packages: only ? packages.filter(({ dir }) => only.some((glob) => glob.test(dir))) : packages,
    pages: found.pages.filter((path) => !isExcluded(path)),
    texts: openTextStore(root),
    findings,
  };
}

/**
 * Absolute path of the workspace around a folder, see `openWorkspace`.
 *
 * @throws Failure `folder-missing`, `workspace-invalid`
 */
export function findWorkspaceRoot(cwd: string): string {
  return findRoot(realFolder(cwd)).root;
}

function realFolder(path: string): string {
  const folder = resolve(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Failure('folder-missing', `${folder} is no folder. Give an existing one with --cwd.`);
  return realpathSync(folder);
}

interface FoundRoot {
  readonly root: string;
  readonly candidate: RootCandidate | undefined;
}

/** Looks upward, never beyond the git repository that the folder is in. */
function findRoot(cwd: string): FoundRoot {
  let nearest: string | undefined;
  for (let folder = cwd; ; folder = dirname(folder)) {
    const manifest = manifestIn(folder);
    if (manifest || existsSync(join(folder, 'pnpm-workspace.yaml'))) {
      const candidate = readMembers(folder, manifest);
      const from = nearest ?? folder;
      const dir = relative(folder, from).split(sep).join('/');
      if (candidate?.members.includes(dir)) return { root: folder, candidate };
      nearest = from;
    }
    if (existsSync(join(folder, '.git')) || dirname(folder) === folder) break;
  }
  return { root: nearest ?? cwd, candidate: undefined };
}

function manifestIn(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    // Missing or not JSON: the walk reports the latter with its place.
    return existsSync(join(folder, 'package.json')) ? {} : undefined;
  }
}

function readManifests(
  root: string,
  paths: readonly string[],
  findings: Finding[],
): Map<string, Manifest | undefined> {
  const manifests = new Map<string, Manifest | undefined>();
  for (const path of paths) {
    const dir = path === 'package.json' ? '' : dirname(path);
    const result = parseManifest(join(root, path));
    if ('manifest' in result) {
      if (dir === '' || !isModuleMarker(result.manifest)) manifests.set(dir, result.manifest);
      continue;
    }
    // The folder stays a package of its own, so that its files are not taken for the outer one's.
    manifests.set(dir, undefined);
    findings.push(
      engineFinding('manifest-invalid', {
        file: path,
        line: result.line,
        column: 1,
        reason: result.reason,
      }),
    );
  }
  return manifests;
}

const MARKER_KEYS = new Set(['type', 'sideEffects', 'main', 'module', 'types', 'browser']);

/** `{ "type": "module" }` or `{ "main": … }` in a subfolder tells Node how to load files; it installs nothing. */
function isModuleMarker(manifest: Manifest): boolean {
  const others = Object.keys(manifest).filter((key) => !MARKER_KEYS.has(key));
  return (manifest.type !== undefined || manifest.main !== undefined) && others.length === 0;
}

function assignFiles(
  manifests: ReadonlyMap<string, Manifest | undefined>,
  sources: readonly string[],
  root: string,
): WorkspacePackage[] {
  const files = new Map<string, string[]>([...manifests.keys()].map((dir) => [dir, []]));
  const owners = new Map<string, string | undefined>();
  const ownerOf = (dir: string): string | undefined => {
    if (manifests.has(dir)) return dir;
    if (dir === '') return undefined;
    if (!owners.has(dir)) owners.set(dir, ownerOf(parentOf(dir)));
    return owners.get(dir);
  };
  for (const path of sources) {
    const owner = ownerOf(parentOf(path));
    if (owner !== undefined) files.get(owner)?.push(path);
  }
  return [...manifests]
    .flatMap(([dir, manifest]) => {
      if (!manifest) return [];
      const name = manifest.name ?? basename(dir === '' ? root : dir);
      return [{ name, dir, manifest, files: files.get(dir) ?? [] }];
    })
    .toSorted((a, b) => (a.dir < b.dir ? -1 : 1));
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

function managerOf(root: string, candidate: RootCandidate | undefined): Workspace['manager'] {
  if (candidate?.manager === 'pnpm') return 'pnpm';
  if (candidate) return existsSync(join(root, 'yarn.lock')) ? 'yarn' : 'npm';
  return 'none';
}

function nothingFound(cwd: string, sources: number): Failure {
  const what =
    sources > 0
      ? `${cwd} has ${sources} source file${sources === 1 ? '' : 's'} but no package.json, here or in a folder above, so the dependencies to change are unknown.`
      : `${cwd} has neither a package.json nor source files, so there is nothing to migrate.`;
  return new Failure(
    'manifest-missing',
    `${what} Run the command in the folder of a package, or name it with --cwd.`,
  );
}
