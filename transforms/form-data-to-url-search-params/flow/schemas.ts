import { evaluate } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';

/** How zod, valibot and their like say that a value is a file. */
const FILE_SCHEMA =
  /\.(?:file|blob)\(|\b(?:instanceof|instance|custom<?)\(?\s*(?:File|Blob)\b|\binstanceof\s+(?:File|Blob)\b/;
const DEPTH = 4;

/** Whether a schema, with the schemas it is made of, asks for a file. */
export function readsFiles(
  program: SourceProgram,
  file: string,
  expression: ts.Expression,
  depth = 0,
): boolean {
  if (depth > DEPTH) return false;
  const value = evaluate(program, file, expression);
  if (value.kind !== 'call' && value.kind !== 'object') return false;
  if (FILE_SCHEMA.test(value.node.getText())) return true;
  return namesIn(value.node).some((name) => readsFiles(program, value.file, name, depth + 1));
}

/** Identifiers that stand for a value inside of an expression, functions left out. */
function namesIn(node: ts.Node): ts.Identifier[] {
  const found: ts.Identifier[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isFunctionLike(child)) return;
    if (ts.isIdentifier(child) && !isPropertyName(child)) found.push(child);
    ts.forEachChild(child, visit);
  };
  ts.forEachChild(node, visit);
  return found;
}

function isPropertyName(id: ts.Identifier): boolean {
  const { parent } = id;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === id;
  return ts.isPropertyAssignment(parent) && parent.name === id;
}
