import { posix } from 'node:path';

/** Name of the module that takes the place of jose, without its extension. */
export const BASE_NAME = 'jose-web-crypto';

/** Whether a path or a module specifier names such a module. */
export function isModulePath(path: string): boolean {
  return posix.basename(path).replace(/\.[cm]?[jt]s$/, '') === BASE_NAME;
}
