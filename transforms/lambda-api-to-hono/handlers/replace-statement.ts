import { lostComments } from '../../engine/syntax/comments.js';
import { indentAt, indentUnit, lineEnding, usesSemicolons } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { State } from './state.js';

/** Replaces a statement by several; adds a block where the place takes only one. */
export function replaceStatement(
  state: State,
  statement: ts.Statement,
  wanted: readonly string[],
): void {
  const end = usesSemicolons(state.ast, statement) ? ';' : '';
  const start = statement.getStart(state.ast);
  const comments = lostComments(state.text.slice(start, statement.end), wanted.join('\n'));
  const lines = [...comments, ...wanted];
  const parent = statement.parent;
  const takesMany =
    ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
  if (lines.length === 1 || takesMany) {
    const indent = indentAt(state.text, start);
    const text = lines
      .map((line) => (comments.includes(line) ? line : line + end))
      .join(lineEnding(state.text) + indent);
    return state.edits.replace(start, statement.end, text);
  }
  state.edits.replace(start, statement.end, block(state, parent, lines, end));
}

/** Statements in braces, indented as the code around them. */
export function block(
  state: State,
  around: ts.Node,
  lines: readonly string[],
  end?: string,
): string {
  const indent = indentAt(state.text, around.getStart(state.ast));
  const newline = lineEnding(state.text);
  const semicolon = end ?? (usesSemicolons(state.ast) ? ';' : '');
  const inner = lines.map(
    (line) => `${indent}${indentUnit(state.text)}${line}${/^\/[/*]/.test(line) ? '' : semicolon}`,
  );
  return ['{', ...inner, `${indent}}`].join(newline);
}
