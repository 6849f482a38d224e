import type { Decision } from '../decide/decision.js';
import type { ModuleFile } from '../model/facts.js';
import { rewriteExports } from './exports.js';
import { startRewrite } from './file-rewrite.js';
import { ImportRewrite } from './imports.js';
import { rewriteJest } from './jest.js';
import { rewriteMeta } from './meta.js';
import { rewriteNames } from './renamed.js';

/** The text of a file as an ES module. */
export function rewriteFile(decision: Decision, module: ModuleFile): string {
  const rewrite = startRewrite(decision, module);
  const imports = new ImportRewrite(rewrite);
  const shape = decision.shapes.get(module.path);
  if (shape) {
    rewriteExports(rewrite, imports, shape);
    rewriteMeta(rewrite, imports);
    rewriteJest(rewrite, imports);
  }
  const { exportEquals } = module;
  if (exportEquals)
    rewrite.edits.replace(
      exportEquals.getStart(),
      exportEquals.expression.getStart(),
      'export default ',
    );
  imports.run();
  rewriteNames(rewrite);
  imports.finish();
  // Additions may make others: an array grows while it is walked over.
  for (const add of rewrite.additions) add();
  return rewrite.edits.apply();
}
