import { freeIdentifiers } from '../model/read-exports.js';
import type { FileRewrite } from './file-rewrite.js';
import type { ImportRewrite } from './imports.js';

/** Jest gives its `jest` object to CommonJS modules only; ES modules import it. */
export function rewriteJest({ module, decision }: FileRewrite, imports: ImportRewrite): void {
  const { dependencies = {}, devDependencies = {} } = decision.graph.pkg.manifest;
  if (!('jest' in dependencies) && !('jest' in devDependencies)) return;
  if (freeIdentifiers(module.bindings, 'jest').length > 0)
    imports.importName('@jest/globals', 'jest');
}
