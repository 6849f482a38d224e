import { ts } from '../../engine/syntax/typescript.js';
import type { FileRewrite } from './file-rewrite.js';

/**
 * Where a statement ends. A semicolon on a later line guards the statement that follows it, in
 * files that do without semicolons elsewhere.
 */
export function endOf(statement: ts.Node): number {
  const inner = ts.isVariableStatement(statement)
    ? statement.declarationList
    : ts.isExpressionStatement(statement)
      ? statement.expression
      : statement;
  const { text } = statement.getSourceFile();
  return text.slice(inner.end, statement.end).includes('\n') ? inner.end : statement.end;
}

/** A span of the text of a file. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A statement with the comments that belong to it: those directly above it, and one behind it on
 * its line.
 */
export function withComments(text: string, statement: ts.Statement): Span {
  const start = statement.getStart();
  let first = start;
  const leading = ts.getLeadingCommentRanges(text, statement.pos) ?? [];
  for (const comment of leading.toReversed()) {
    const between = text.slice(comment.end, first);
    if ((between.match(/\n/g)?.length ?? 0) > 1 || isFileHeader(text, comment)) break;
    if (!/^[ \t]*$/.test(lineBefore(text, comment.pos))) break;
    first = comment.pos;
  }
  const trailing = ts.getTrailingCommentRanges(text, endOf(statement)) ?? [];
  return { start: first, end: trailing.at(-1)?.end ?? endOf(statement) };
}

function lineBefore(text: string, at: number): string {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
}

/** A licence or the description of a file belongs to the file, whatever stands below it. */
function isFileHeader(text: string, { pos, end }: ts.CommentRange): boolean {
  return /^\/\*!|@licen[cs]e|@file|@module|copyright/i.test(text.slice(pos, end));
}

/** The whole lines of a span, where nothing else stands on them; also one of two empty lines around it. */
export function wholeLines(text: string, { start, end }: Span): Span {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const newline = text.indexOf('\n', end);
  const lineEnd = newline < 0 ? text.length : newline;
  const isAlone =
    /^[ \t]*$/.test(text.slice(lineStart, start)) && /^[ \t\r]*$/.test(text.slice(end, lineEnd));
  if (!isAlone) return { start, end };
  let after = newline < 0 ? text.length : newline + 1;
  const isBlankBefore = lineStart === 0 || /\n[ \t\r]*\n$/.test(text.slice(0, lineStart));
  const blank = /^[ \t]*\r?\n/.exec(text.slice(after))?.[0];
  if (isBlankBefore && blank !== undefined) after += blank.length;
  if (after === text.length && isBlankBefore) {
    const trimmed = text.slice(0, lineStart).replace(/(\r?\n)[ \t\r\n]*$/, '$1');
    return { start: trimmed.length, end: after };
  }
  return { start: lineStart, end: after };
}

/** Takes a statement away with its line. */
export function removeStatement({ edits, module }: FileRewrite, statement: ts.Statement): void {
  const { text } = module.file;
  const { start, end } = wholeLines(text, { start: statement.getStart(), end: endOf(statement) });
  edits.remove(start, end);
}

/** Adds lines behind a statement, below a comment on its line. */
export function addBehind(rewrite: FileRewrite, statement: ts.Node, line: string): void {
  const { text } = rewrite.module.file;
  const trailing = ts.getTrailingCommentRanges(text, endOf(statement)) ?? [];
  addText(rewrite, trailing.at(-1)?.end ?? endOf(statement), rewrite.eol + line);
}

/** Adds lines at the end of the file, an empty line ahead of them. */
export function addAtEnd(rewrite: FileRewrite, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const { text } = rewrite.module.file;
  const { eol } = rewrite;
  const bare = text.replace(/\s*$/, '').length;
  addText(rewrite, bare, `${eol}${eol}${lines.join(eol)}`);
}

/** Adds text at a place. */
export function addText({ edits, additions }: FileRewrite, at: number, text: string): void {
  additions.push(() => edits.insert(at, text));
}
