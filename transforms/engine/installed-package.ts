import { existsSync, readdirSync, readFileSync, realpathSync, type Dirent } from 'node:fs';
import { dirname, join } from 'node:path';
import type { InstalledPackage } from './transform.js';

/** Installed packages by their real folder: they do not change during a run. */
const known = new Map<string, InstalledPackage>();

/**
 * The package that Node would load for a name, looked for as Node does: in node_modules of the
 * folder and of the folders above.
 *
 * @param from absolute path of a folder
 * @example findInstalled('hono', '/srv/api')?.manifest['version'] // '4.13.19'
 */
export function findInstalled(name: string, from: string): InstalledPackage | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const place = join(folder, 'node_modules', name);
    if (existsSync(join(place, 'package.json'))) return open(realpathSync(place));
    if (dirname(folder) === folder) return undefined;
  }
}

function open(folder: string): InstalledPackage {
  const held = known.get(folder);
  if (held) return held;
  const texts = new Map<string, string | undefined>();
  const read = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, readOptional(join(folder, path)));
    return texts.get(path);
  };
  let scripts: readonly string[] | undefined;
  const made: InstalledPackage = {
    manifest: parseObject(read('package.json') ?? '{}'),
    read,
    scripts: () => (scripts ??= listScripts(folder, '').toSorted()),
  };
  known.set(folder, made);
  return made;
}

function listScripts(root: string, prefix: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(join(root, prefix), { withFileTypes: true });
  } catch {
    // A folder that cannot be listed cannot be loaded from either.
    return [];
  }
  return entries.flatMap((entry) => {
    const path = prefix + entry.name;
    if (entry.isDirectory())
      return entry.name === 'node_modules' ? [] : listScripts(root, `${path}/`);
    return entry.isFile() && /\.[cm]?js$/.test(entry.name) ? [path] : [];
  });
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    // Node could not load such a package either: nothing is known of it.
    return {};
  }
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Missing, or a folder: neither has a text.
    return undefined;
  }
}
