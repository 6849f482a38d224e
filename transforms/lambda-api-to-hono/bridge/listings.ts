import { ts } from '../../engine/syntax/typescript.js';
import type { Bridging } from './bridging.js';

/** In the order of the names that they stand for, whenever each was added. */
export function writeListings(bridge: Bridging): void {
  for (const { file, node, addition, rank } of bridge.listings.toSorted(
    (a, b) => a.rank - b.rank,
  )) {
    const isImport = ts.isImportSpecifier(node) || ts.isBindingElement(node);
    const around = isImport ? node.parent : node.getSourceFile();
    const entry = addition.replace(/^[\s,]+/, '');
    if (around.getText().includes(entry)) continue;
    if (isImport) bridge.changes.insertIfUsed(file, node.end, addition);
    else bridge.changes.editsOf(file).insert(behindEarlier(node, rank), addition);
  }
}

/** End of the last second form behind a node that stands for an earlier name of `module.exports = { ... }`. */
function behindEarlier(node: ts.Node, rank: number): number {
  const list = node.parent;
  if (!ts.isSourceFile(list) || !ts.isStatement(node)) return node.end;
  let end = node.end;
  for (const next of list.statements.slice(list.statements.indexOf(node) + 1)) {
    const name = /^module\.exports\.(\w+)OnHono = /.exec(next.getText())?.[1];
    if (name === undefined) break;
    const entry = new RegExp(`\\b${name}\\b`).exec(node.getText());
    if (entry && node.getStart() + entry.index < rank) end = next.end;
  }
  return end;
}
