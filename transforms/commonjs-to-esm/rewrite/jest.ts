import { freeIdentifiers } from '../model/read-exports.js';
import type { FileRewrite } from './file-rewrite.js';
import type { ImportRewrite } from './imports.js';

/** Jest gives its `jest` object to CommonJS modules only; ES modules import it. */
export function rewriteJest({ module, decision }: FileRewrite, imports: ImportRewrite): void {
  const { dependencies = {}, devDependencies = {}, scripts } = decision.graph.pkg.manifest;
  const isUsed = 'jest' in { ...dependencies, ...devDependencies } || runsJest(scripts);
  if (isUsed && freeIdentifiers(module.bindings, 'jest').length > 0)
    imports.importGlobal('@jest/globals', 'jest');
}

function runsJest(scripts: unknown): boolean {
  if (typeof scripts !== 'object' || scripts === null) return false;
  return Object.values(scripts).some((script) => /\bjest\b/.test(String(script)));
}
