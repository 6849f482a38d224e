import { ts } from './typescript.js';

/** White space at the start of the line on which an offset stands. */
export function indentAt(text: string, offset: number): string {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))?.[0] ?? '';
}

/** One step of indentation as the file uses it: a tab, or two or four spaces. */
export function indentUnit(text: string): string {
  if (/^\t/m.test(text)) return '\t';
  const steps = [...text.matchAll(/^( +)\S/gm)].map((match) => (match[1] ?? '').length);
  const even = steps.filter((step) => step % 2 === 0);
  return even.length > 0 && even.every((step) => step % 4 === 0) ? '    ' : '  ';
}

/** The line ending that the file uses. */
export function lineEnding(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** The quote that the file prefers in string literals. */
export function quoteOf(text: string): "'" | '"' {
  if (lastQuote.text !== text)
    lastQuote = { text, quote: count(text, '"') > count(text, "'") ? '"' : "'" };
  return lastQuote.quote;
}

/** Asked for again and again about the same file. */
let lastQuote: { readonly text: string; readonly quote: "'" | '"' } = { text: '', quote: "'" };

function count(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}

/** Whether statements end with semicolons: decided by the statement itself, else by most of the file. */
export function usesSemicolons(ast: ts.SourceFile, near?: ts.Node): boolean {
  const text = ast.text;
  if (near) {
    const end = text.charAt(near.end - 1);
    if (end === ';') return true;
    if (ts.isExpressionStatement(near) || ts.isReturnStatement(near)) return false;
  }
  let yes = 0;
  let no = 0;
  for (const statement of ast.statements) {
    if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) continue;
    if (text.charAt(statement.end - 1) === ';') yes += 1;
    else no += 1;
  }
  return yes >= no;
}

/** End of the line on which an offset stands, the line ending included. */
export function endOfLine(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset);
  return newline < 0 ? text.length : newline + 1;
}

/**
 * Where to end the removal of a statement that ends at an offset: with its line, or before what
 * else stands behind it on the line.
 */
export function lineEndIfBlank(text: string, end: number): number {
  const lineEnd = endOfLine(text, end);
  const rest = text.slice(end, lineEnd);
  return rest.trim() === '' ? lineEnd : lineEnd - rest.trimStart().length;
}
