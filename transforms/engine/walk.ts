import { existsSync, readdirSync, readFileSync, realpathSync, type Dirent } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { isIgnored, parseIgnoreFile, type IgnoreFile } from './ignore.js';

const SOURCE_FILE = /\.[cm]?[jt]sx?$/;
/** HTML, and templates that become HTML. */
const PAGE_FILE = /\.(?:html?|ejs|hbs|handlebars|mustache|njk|liquid|vue|svelte|astro)$/;

/** Folders of installed code and of build output: their files are never sources. */
const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'build', 'coverage', 'cdk.out']);

/** What one walk over a folder tree found. Paths are relative to the root, with forward slashes. */
export interface WalkResult {
  /** Source files, sorted. */
  readonly sources: readonly string[];
  /** package.json files, sorted. */
  readonly manifests: readonly string[];
  /** HTML files and templates, sorted. */
  readonly pages: readonly string[];
  /** Folders that could not be listed. */
  readonly unreadable: readonly string[];
  /** Symbolic links with the name of a source that lead out of the tree. */
  readonly foreign: readonly string[];
}

/**
 * Lists sources and package.json files below a folder. Leaves out installed code, build
 * output, hidden folders, what .gitignore files name, and symbolic links: what a link
 * inside the workspace leads to is found at its own place, the rest is not ours to change.
 */
export function walk(root: string): WalkResult {
  const result: Found = { sources: [], manifests: [], pages: [], unreadable: [], foreign: [] };
  visit(root, '', ignoreFilesAbove(root), result);
  result.sources.sort();
  result.manifests.sort();
  result.pages.sort();
  return result;
}

/** Whether a path has a part that a walk never enters. */
export function isSkippedPath(path: string): boolean {
  return path.split('/').some((part) => SKIPPED_FOLDERS.has(part) || part === '.git');
}

interface Found {
  readonly sources: string[];
  readonly manifests: string[];
  readonly pages: string[];
  readonly unreadable: string[];
  readonly foreign: string[];
}

function visit(root: string, prefix: string, outer: readonly IgnoreFile[], found: Found): void {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, prefix), { withFileTypes: true });
  } catch {
    found.unreadable.push(prefix.slice(0, -1));
    return;
  }
  const ignores = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
    ? [...outer, ...readIgnoreFile(join(root, prefix), prefix)]
    : outer;
  for (const entry of entries) {
    const path = prefix + entry.name;
    if (entry.isDirectory()) {
      if (SKIPPED_FOLDERS.has(entry.name) || entry.name.startsWith('.')) continue;
      if (!isIgnored(ignores, path, true)) visit(root, `${path}/`, ignores, found);
    } else if (entry.isFile()) {
      if (entry.name === 'package.json') found.manifests.push(path);
      else if (SOURCE_FILE.test(entry.name) && !isIgnored(ignores, path, false))
        found.sources.push(path);
      else if (PAGE_FILE.test(entry.name) && !isIgnored(ignores, path, false))
        found.pages.push(path);
    } else if (entry.isSymbolicLink() && SOURCE_FILE.test(entry.name)) {
      if (!isIgnored(ignores, path, false) && leadsOut(root, path)) found.foreign.push(path);
    }
  }
}

/** Whether a link leads out of the tree, or nowhere. */
function leadsOut(root: string, path: string): boolean {
  try {
    return relative(realpathSync(root), realpathSync(join(root, path))).startsWith('..');
  } catch {
    return true;
  }
}

function readIgnoreFile(folder: string, base: string): IgnoreFile[] {
  try {
    return [parseIgnoreFile(base, readFileSync(join(folder, '.gitignore'), 'utf8'))];
  } catch {
    // An unreadable .gitignore hides nothing: more files are looked at, none is missed.
    return [];
  }
}

/** A workspace in a subfolder of a repository obeys the .gitignore files above it too. */
function ignoreFilesAbove(root: string): readonly IgnoreFile[] {
  const above: IgnoreFile[] = [];
  for (let folder = root; !existsSync(join(folder, '.git'));) {
    const parent = dirname(folder);
    if (parent === folder) return [];
    folder = parent;
    const below = relative(folder, root).split(sep).join('/');
    for (const { rules } of readIgnoreFile(folder, '')) above.unshift(rebase(rules, below));
  }
  return above;
}

/** Makes rules of a folder above match paths that are relative to the root below it. */
function rebase(rules: IgnoreFile['rules'], below: string): IgnoreFile {
  const rebased = rules.map((rule) => ({
    ...rule,
    pattern: { test: (path: string) => rule.pattern.test(`${below}/${path}`) },
  }));
  return { base: '', rules: rebased };
}
