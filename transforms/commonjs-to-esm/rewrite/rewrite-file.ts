import type { Decision } from '../decide/decision.js';
import type { ModuleFile } from '../model/facts.js';
import { rewriteExports } from './exports.js';
import { startRewrite, type FileRewrite } from './file-rewrite.js';
import { ImportRewrite } from './imports.js';
import { rewriteJest } from './jest.js';
import { rewriteMeta } from './meta.js';
import { rewriteNames } from './renamed.js';

/** A file as an ES module. */
export interface RewrittenFile {
  readonly text: string;
  /** The text without the statements at top level that are as they were. */
  readonly changed: string;
}

/** Rewrites a file to an ES module. */
export function rewriteFile(decision: Decision, module: ModuleFile): RewrittenFile {
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
  return { text: rewrite.edits.apply(), changed: changedText(rewrite) };
}

/** An empty statement stands for what is left out, so that nothing joins with what follows. */
function changedText({ edits, module }: FileRewrite): string {
  const { ast } = module.file;
  let text = '';
  let from = 0;
  for (const { pos, end } of ast.statements) {
    if (edits.touches(pos, end)) continue;
    text += `${from < pos ? edits.textOf(from, pos) : ''}\n;\n`;
    from = end;
  }
  return text + edits.textOf(from, ast.text.length);
}
