import { ts } from '../../engine/syntax/typescript.js';
import type { Shape } from '../decide/shape.js';
import { exportsName, namesOf, replaceRef } from './export-parts.js';
import { rewriteNames } from './export-names.js';
import { rewriteUnfolded } from './export-unfolded.js';
import { rewriteValue } from './export-value.js';
import type { FileRewrite } from './file-rewrite.js';
import type { ImportRewrite } from './imports.js';
import { addAtEnd, removeStatement } from './lines.js';
import { nameFromPath } from './name-book.js';

/** Rewrites what a file exports. */
export function rewriteExports(rewrite: FileRewrite, imports: ImportRewrite, shape: Shape): void {
  const { module } = rewrite;
  const keepsObject = shape.kind === 'object' || ('detached' in shape && shape.detached.length > 0);
  if (module.mark && !keepsObject) removeStatement(rewrite, module.mark);
  if (shape.kind === 'names' || shape.kind === 'collected') rewriteNames(rewrite, shape);
  else if (shape.kind === 'list') rewriteList(rewrite, shape);
  else if (shape.kind === 'unfolded') rewriteUnfolded(rewrite, shape);
  else if (shape.kind === 'value') rewriteValue(rewrite, imports, shape);
  else if (shape.kind === 'object') rewriteObject(rewrite, imports, shape.names);
  else if (shape.kind === 'choice') rewriteChoice(rewrite, imports, shape.names);
}

/** `module.exports = { a, b: c }` to `export { a, c as b }`. */
function rewriteList(rewrite: FileRewrite, shape: Extract<Shape, { kind: 'list' }>): void {
  const { edits, module, end } = rewrite;
  const { text } = module.file;
  const { outer, value } = shape.chain;
  if (!ts.isObjectLiteralExpression(value)) return;
  edits.replace(outer.getStart(), value.getStart(), 'export ');
  for (const property of value.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const [key, local] = [property.name.getText(), property.initializer.getText()];
    edits.replace(property.getStart(), property.end, key === local ? key : `${local} as ${key}`);
  }
  if (shape.hasDefault)
    addAtEnd(rewrite, [`export default ${text.slice(value.getStart(), value.end)}${end}`]);
}

/** The exports object stays as a variable of that name. */
function rewriteObject(
  rewrite: FileRewrite,
  imports: ImportRewrite,
  names: readonly string[],
): void {
  const { module, end } = rewrite;
  if (module.exportRefs.length === 0) {
    addAtEnd(rewrite, [`export default {}${end}`]);
    return;
  }
  const object = exportsName(rewrite, 'moduleExports');
  for (const ref of module.exportRefs) replaceRef(rewrite, ref, object);
  imports.addBelow(`const ${object} = {}${end}`);
  addNames(rewrite, object, names);
}

/** One of several `module.exports = …` runs. */
function rewriteChoice(
  rewrite: FileRewrite,
  imports: ImportRewrite,
  names: readonly string[],
): void {
  const { module, book, end } = rewrite;
  const wish = nameFromPath(module.path);
  const local = book.take(wish, `${wish}Module`);
  for (const ref of module.exportRefs) replaceRef(rewrite, ref, local);
  imports.addBelow(`let ${local} = {}${end}`);
  addNames(rewrite, local, names);
}

/** Exports an object, and names of it, at the end of the file. */
function addNames(rewrite: FileRewrite, object: string, names: readonly string[]): void {
  rewrite.additions.push(() =>
    addAtEnd(rewrite, [
      ...namesOf(rewrite, object, names),
      `export default ${object}${rewrite.end}`,
    ]),
  );
}
