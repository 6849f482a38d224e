import { builtinModules, createRequire } from 'node:module';

const BUILTINS = new Set(builtinModules);
const load = createRequire(import.meta.url);

/** Whether a specifier names a module of Node itself: `fs`, `fs/promises`, `node:fs`. */
export function isBuiltin(specifier: string): boolean {
  return specifier.startsWith('node:') || BUILTINS.has(specifier);
}

/** Whether this version of Node has a module of its own with this name. */
export function isAvailable(specifier: string): boolean {
  return BUILTINS.has(specifier.replace(/^node:/, '')) || specifier === 'node:test';
}

/** Whether a module of Node offers a name for import. */
export function isOfferedBy(specifier: string, name: string): boolean {
  if (!isBuiltin(specifier)) return false;
  try {
    const module: unknown = load(specifier);
    return module !== null && (typeof module === 'object' || typeof module === 'function')
      ? Object.keys(module).includes(name)
      : false;
  } catch {
    // A module that only another version of Node has: nothing is known of its names.
    return false;
  }
}
