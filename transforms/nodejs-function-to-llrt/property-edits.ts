import type { EditSet } from '../engine/syntax/edits.js';
import { endOfLine, indentAt, lineEnding } from '../engine/syntax/layout.js';
import { ts } from '../engine/syntax/typescript.js';

type Properties = ReadonlySet<ts.ObjectLiteralElementLike>;

/**
 * Takes properties out of an object literal, with the comments that belong to them. Each of a
 * literal's properties that goes has to be named in one call.
 */
export function removeProperties(
  literal: ts.ObjectLiteralExpression,
  gone: Properties,
  edits: EditSet,
): void {
  const { text } = literal.getSourceFile();
  const lastKept = literal.properties.findLastIndex((property) => !gone.has(property));
  for (const [index, property] of literal.properties.entries()) {
    if (!gone.has(property)) continue;
    const before = literal.properties[index - 1];
    const lineStart = text.lastIndexOf('\n', property.getStart()) + 1;
    const isFirstOnLine = text.slice(lineStart, property.getStart()).trim() === '';
    const end = afterComma(text, property);
    const rest = text.slice(end, endOfLine(text, end));
    if (isFirstOnLine && COMMENT_ONLY.test(rest))
      edits.remove(startOf(text, property, lineStart), end + rest.length);
    else if (isFirstOnLine && index < lastKept)
      edits.remove(property.getStart(), end + spaceAt(text, end));
    // The comma behind the last one that stays goes, or takes the place of the one behind this one.
    else if (index > lastKept) edits.remove(before?.end ?? property.getStart(), property.end);
    else edits.remove(before ? afterComma(text, before) : literal.getStart() + 1, end);
  }
}

const COMMENT_ONLY = /^\s*(?:\/\/.*|\/\*.*\*\/\s*)?\s*$/;

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

function afterComma(text: string, property: ts.Node): number {
  return property.end + (/^\s*,/.exec(text.slice(property.end))?.[0].length ?? 0);
}

function spaceAt(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(offset))?.[0].length ?? 0;
}

/** Adds properties at the end of an object literal, in the place of one that goes where that is possible. */
export function addProperties(
  literal: ts.ObjectLiteralExpression,
  added: readonly string[],
  gone: Properties,
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
  const lines = added.map((line) => newline + indent + line).join(',');
  const end = lastOnLine(literal, last);
  const comma = afterComma(text, end);
  const rest = text.slice(comma, endOfLine(text, comma));
  // A comment on the line says something about that line, so it stays there.
  const comment = COMMENT_ONLY.test(rest) ? rest.trimEnd().length : 0;
  if (comma > end.end) return edits.insert(comma + comment, `${lines},`);
  edits.insert(last.end, ',');
  edits.insert(ts.getTrailingCommentRanges(text, end.end)?.at(-1)?.end ?? end.end, lines);
}

/** The property that ends the line of another one: what stands behind that one on the line goes. */
function lastOnLine(
  literal: ts.ObjectLiteralExpression,
  property: ts.ObjectLiteralElementLike,
): ts.ObjectLiteralElementLike {
  const { text } = literal.getSourceFile();
  const next = literal.properties[literal.properties.indexOf(property) + 1];
  if (!next || text.slice(property.end, next.getStart()).includes('\n')) return property;
  return lastOnLine(literal, next);
}

function linesIn(text: string, literal: ts.Node, added: readonly string[]): string {
  const newline = lineEnding(text);
  const indent = indentAt(text, literal.end - 1);
  return `${newline}${added.map((line) => `${indent}  ${line},${newline}`).join('')}${indent}`;
}
