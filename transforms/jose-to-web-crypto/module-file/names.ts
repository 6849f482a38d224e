import { posix } from 'node:path';

/** Name of the module that takes the place of jose, without its extension. */
export const BASE_NAME = 'jose-web-crypto';

/** Whether a path or a module specifier names such a module, or one of another base name. */
export function isModulePath(path: string, baseName = BASE_NAME): boolean {
  return posix.basename(path).replace(/\.[cm]?[jt]s$/, '') === baseName;
}
