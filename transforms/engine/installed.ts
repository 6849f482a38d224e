import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { escapeRegExp } from './glob.js';

/** The package that asks for a dependency. */
export interface Asker {
  /** Absolute path of the workspace root. */
  readonly root: string;
  /** Folder of the package relative to the root. */
  readonly dir: string;
  /** Version range in its package.json, for example `^1.0.0`. */
  readonly range: string | undefined;
}

/**
 * Version of a dependency: as installed in the nearest node_modules, else as locked in
 * package-lock.json, pnpm-lock.yaml or yarn.lock.
 *
 * @returns for example `1.5.1`, undefined when neither tells
 */
export function versionOf(dependency: string, asker: Asker): string | undefined {
  return installed(dependency, asker) ?? locked(dependency, asker);
}

function installed(dependency: string, asker: Asker): string | undefined {
  for (let folder = join(asker.root, asker.dir); ; folder = dirname(folder)) {
    const text = readOptional(join(folder, 'node_modules', dependency, 'package.json'));
    if (text !== undefined) return stringAt(parseJson(text), ['version']);
    if (dirname(folder) === folder) return undefined;
  }
}

function locked(dependency: string, asker: Asker): string | undefined {
  const folders = asker.dir === '' ? [asker.root] : [join(asker.root, asker.dir), asker.root];
  for (const folder of folders) {
    const dir = folder === asker.root ? asker.dir : '';
    const npm = readOptional(join(folder, 'package-lock.json'));
    const pnpm = readOptional(join(folder, 'pnpm-lock.yaml'));
    const yarn = readOptional(join(folder, 'yarn.lock'));
    const version =
      (npm && fromNpmLock(npm, dependency, dir)) ??
      (pnpm && (fromPnpmLock(pnpm, dependency, dir) ?? fromPnpmLock(pnpm, dependency, ''))) ??
      (yarn && fromYarnLock(yarn, dependency, asker.range));
    if (version) return version;
  }
  return undefined;
}

function fromNpmLock(text: string, dependency: string, dir: string): string | undefined {
  const lock = parseJson(text);
  for (let prefix = dir; ; prefix = prefix.includes('/') ? dirname(prefix) : '') {
    const key = `${prefix === '' ? '' : `${prefix}/`}node_modules/${dependency}`;
    const version = stringAt(lock, ['packages', key, 'version']);
    if (version) return version;
    if (prefix === '') return stringAt(lock, ['dependencies', dependency, 'version']);
  }
}

function fromPnpmLock(text: string, dependency: string, dir: string): string | undefined {
  const lines = text.split(/\r?\n/);
  const importer = lines.findIndex((line) => unquoted(line) === `  ${dir === '' ? '.' : dir}:`);
  const start = importer < 0 ? 0 : importer + 1;
  for (let i = start; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (importer >= 0 && /^ {0,2}\S/.test(line)) return undefined;
    const entry = unquoted(line).trim();
    if (entry === `${dependency}:`) return pnpmVersion(lines.slice(i + 1, i + 4));
    if (entry.startsWith(`${dependency}: `))
      return plainVersion(entry.slice(dependency.length + 2));
    if (line.startsWith('packages:')) return undefined;
  }
  return undefined;
}

function pnpmVersion(lines: readonly string[]): string | undefined {
  const line = lines.find((text) => /^\s+version:/.test(text));
  return line && plainVersion(line.replace(/^\s+version:\s*/, ''));
}

function fromYarnLock(
  text: string,
  dependency: string,
  range: string | undefined,
): string | undefined {
  const name = escapeRegExp(dependency);
  const exact = range === undefined ? '[^",:]+' : escapeRegExp(range);
  const entry = new RegExp(
    `^[^\\s#].*(?:^|"|, )${name}@(?:npm:)?${exact}(?=[",:]).*:\\r?\\n\\s+version:? "?([^"\\s]+)`,
    'm',
  ).exec(text);
  const alone = new RegExp(
    `^"?${name}@(?:npm:)?${exact}(?=[",:]).*:\\r?\\n\\s+version:? "?([^"\\s]+)`,
    'm',
  ).exec(text);
  return alone?.[1] ?? entry?.[1];
}

/** pnpm appends peers to a version: `1.0.3(react@18.0.0)`, before that `1.0.3_react@18.0.0`. */
function plainVersion(text: string): string | undefined {
  return /^['"]?(\d+\.\d+\.\d+[^\s('"_]*)/.exec(text)?.[1];
}

function unquoted(line: string): string {
  return line.replace(/(['"])(.*?)\1/, '$2');
}

function stringAt(value: unknown, path: readonly string[]): string | undefined {
  let current: unknown = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = new Map<string, unknown>(Object.entries(current)).get(key);
  }
  return typeof current === 'string' ? current : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // A lock file or manifest of an installed package that is not JSON tells no version.
    return undefined;
  }
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Whatever cannot be read tells no version; the next source is asked.
    return undefined;
  }
}
