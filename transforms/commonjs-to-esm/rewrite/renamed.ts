import { ts } from '../../engine/syntax/typescript.js';
import { EditSet } from '../../engine/syntax/edits.js';
import { quoteOf } from '../../engine/syntax/layout.js';
import type { Decision } from '../decide/decision.js';
import { relativeSpecifier } from '../graph/resolve.js';
import type { ModuleFile } from '../model/facts.js';
import type { FileRewrite } from './file-rewrite.js';

/** Writes the new names of files that stay CommonJS into the imports that a file has already. */
export function rewriteNames({ decision, module, edits, quote }: FileRewrite): void {
  for (const { from, node, target } of decision.graph.esmLinks) {
    if (from !== module || target.kind !== 'file') continue;
    const name = decision.kept.get(target.path);
    const specifier = ts.isCallExpression(node) ? node.arguments[0] : node.moduleSpecifier;
    if (name === undefined || name === target.path || !specifier) continue;
    edits.replace(
      specifier.getStart(),
      specifier.end,
      quote + relativeSpecifier(module.path, name) + quote,
    );
  }
}

/** The text of a file that stays CommonJS, with the new names of the files it requires. */
export function rewriteKept(decision: Decision, module: ModuleFile): string {
  const { text } = module.file;
  const edits = new EditSet(text);
  for (const { site, target } of decision.graph.linksOf(module.path)) {
    if (target.kind !== 'file' || !ts.isCallExpression(site.node)) continue;
    const name = decision.kept.get(target.path);
    const [specifier] = site.node.arguments;
    if (name === undefined || name === target.path || !specifier) continue;
    const written = `${quoteOf(text)}${relativeSpecifier(module.path, name)}${quoteOf(text)}`;
    edits.replace(specifier.getStart(), specifier.end, written);
  }
  return edits.apply();
}
