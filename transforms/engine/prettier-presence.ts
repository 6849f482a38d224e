import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Workspace, WorkspacePackage } from './workspace.js';

const CONFIG_NAME = /^(?:\.prettierrc(?:\..+)?|prettier\.config\..+)$/;

/**
 * Makes a cheap test whether Prettier may be in use around a folder: a file of its name, or
 * settings in a package.json or package.yaml, there or above.
 */
export function traceFinder(): (folder: string) => boolean {
  const known = new Map<string, boolean>();
  const find = (folder: string): boolean => {
    const answer = known.get(folder);
    if (answer !== undefined) return answer;
    const parent = dirname(folder);
    const found = isTraced(folder) || (parent !== folder && find(parent));
    known.set(folder, found);
    return found;
  };
  return find;
}

function isTraced(folder: string): boolean {
  try {
    return readdirSync(folder).some((name) => {
      if (CONFIG_NAME.test(name)) return true;
      if (name === 'package.yaml') return readText(folder, name).includes('prettier');
      return name === 'package.json' && hasOwnSettings(readText(folder, name));
    });
  } catch (error) {
    // A folder that is yet to be made has nothing; one that cannot be read may have anything.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

function readText(folder: string, name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function hasOwnSettings(text: string): boolean {
  if (!text.includes('"prettier"')) return false;
  try {
    return fieldOf(JSON.parse(text.replace(/^\uFEFF/, '')), 'prettier') !== undefined;
  } catch {
    // Prettier itself passes over a package.json that is not JSON.
    return false;
  }
}

/**
 * Version range of Prettier in the package.json of a package or of the workspace root.
 *
 * @returns for example `^3.0.0`, undefined when neither depends on Prettier
 */
export function declaredRange(workspace: Workspace, pkg: WorkspacePackage): string | undefined {
  return rangeIn(pkg.manifest) ?? rangeIn(rootManifest(workspace));
}

function rangeIn(manifest: unknown): string | undefined {
  for (const section of ['devDependencies', 'dependencies']) {
    const range = fieldOf(fieldOf(manifest, section), 'prettier');
    if (typeof range === 'string') return range;
  }
  return undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(key);
}

/** The root need not be among the packages of the workspace, and need not have a package.json. */
function rootManifest(workspace: Workspace): unknown {
  try {
    return JSON.parse(workspace.texts.read('package.json')?.text ?? '{}');
  } catch {
    // The workspace has a finding about a package.json that is not JSON; it declares nothing.
    return {};
  }
}
