import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The reader and editor of JSON with comments, loaded when first needed: most calls need none. */
export function jsonc(): typeof import('jsonc-parser') {
  return require('jsonc-parser');
}
