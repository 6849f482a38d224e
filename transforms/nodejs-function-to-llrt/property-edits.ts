import type { EditSet } from '../engine/syntax/edits.js';
import { endOfLine, indentAt, lineEnding } from '../engine/syntax/layout.js';
import { ts } from '../engine/syntax/typescript.js';

/**
 * Takes properties out of an object literal, with the comments that belong to them. Each of a
 * literal's properties that goes has to be named in one call.
 */
export function removeProperties(
  literal: ts.ObjectLiteralExpression,
  gone: ReadonlySet<ts.ObjectLiteralElementLike>,
  edits: EditSet,
): void {
  const { text } = literal.getSourceFile();
  for (const [index, property] of literal.properties.entries()) {
    if (!gone.has(property)) continue;
    const next = literal.properties[index + 1];
    const lineStart = text.lastIndexOf('\n', property.getStart()) + 1;
    const isOwnLine = text.slice(lineStart, property.getStart()).trim() === '';
    if (isOwnLine) edits.remove(startOf(text, property, lineStart), endOf(text, property));
    else if (next) edits.remove(property.getStart(), next.getStart());
    else {
      const kept = literal.properties.slice(0, index).findLast((one) => !gone.has(one));
      edits.remove(kept?.end ?? property.getStart(), property.end);
    }
  }
}

/** Start of the first comment line directly above a property, else of its own line. */
function startOf(text: string, property: ts.Node, lineStart: number): number {
  let start = lineStart;
  const comments = ts.getLeadingCommentRanges(text, property.getFullStart()) ?? [];
  for (const comment of comments.toReversed()) {
    const commentLine = text.lastIndexOf('\n', comment.pos) + 1;
    const isOwn = text.slice(commentLine, comment.pos).trim() === '';
    if (!isOwn || /\n\s*\n/.test(text.slice(comment.end, start))) break;
    start = commentLine;
  }
  return start;
}

function endOf(text: string, property: ts.Node): number {
  const comma = /^\s*,/.exec(text.slice(property.end))?.[0].length ?? 0;
  const end = property.end + comma;
  const rest = text.slice(end, endOfLine(text, end));
  return /^\s*(?:\/\/.*|\/\*.*\*\/\s*)?\s*$/.test(rest) ? end + rest.length : end;
}

/** Adds properties at the end of an object literal, in the place of one that goes where that is possible. */
export function addProperties(
  literal: ts.ObjectLiteralExpression,
  added: readonly string[],
  gone: ReadonlySet<ts.ObjectLiteralElementLike>,
  edits: EditSet,
): void {
  const { text } = literal.getSourceFile();
  const last = literal.properties.findLast((property) => !gone.has(property));
  const isOneLine = !text.slice(literal.getStart(), literal.end).includes('\n');
  if (!last) {
    const inner = isOneLine ? ` ${added.join(', ')} ` : linesIn(text, literal, added);
    return edits.replace(literal.getStart() + 1, literal.end - 1, inner);
  }
  if (isOneLine) return edits.insert(last.end, `, ${added.join(', ')}`);
  const newline = lineEnding(text);
  const indent = indentAt(text, last.getStart());
  const comma = /^\s*,/.exec(text.slice(last.end))?.[0].length ?? 0;
  const lines = added.map((line) => newline + indent + line);
  if (comma > 0) edits.insert(last.end + comma, `${lines.join(',')},`);
  else edits.insert(last.end, `,${lines.join(',')}`);
}

function linesIn(text: string, literal: ts.Node, added: readonly string[]): string {
  const newline = lineEnding(text);
  const indent = indentAt(text, literal.end - 1);
  return `${newline}${added.map((line) => `${indent}  ${line},${newline}`).join('')}${indent}`;
}
