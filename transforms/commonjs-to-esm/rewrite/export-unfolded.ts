import { indentAt } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Shape } from '../decide/shape.js';
import type { FileRewrite } from './file-rewrite.js';
import { endOf } from './lines.js';

type UnfoldedShape = Extract<Shape, { kind: 'unfolded' }>;

/** `module.exports = { a: 1, b() {} }` to `export const a = 1;` and `export function b() {}`. */
export function rewriteUnfolded(rewrite: FileRewrite, shape: UnfoldedShape): void {
  const { statement, value } = shape.chain;
  if (!statement || !ts.isObjectLiteralExpression(value)) return;
  // Requires inside of the values are replaced first, and moved with them.
  rewrite.additions.push(() => {
    const lines = value.properties.flatMap((property) => unfold(rewrite, property));
    const listed = value.properties.filter(ts.isShorthandPropertyAssignment);
    const names = listed.map(({ name }) => name.text).join(', ');
    if (names !== '') lines.push(`export { ${names} }${rewrite.end}`);
    const tail = closingComments(rewrite, value);
    const text = [...lines, ...tail].join(rewrite.eol);
    rewrite.edits.replace(statement.getStart(), endOf(statement), text);
  });
}

function unfold(
  { edits, module, end }: FileRewrite,
  property: ts.ObjectLiteralElementLike,
): string[] {
  const { text } = module.file;
  const indent = indentAt(text, property.getStart());
  const comments = commentLines(text, property, indent);
  const trailing = ts.getTrailingCommentRanges(text, afterComma(text, property.end)) ?? [];
  const note = trailing.map((range) => ` ${text.slice(range.pos, range.end)}`).join('');
  if (ts.isShorthandPropertyAssignment(property)) return comments;
  const isMethod = ts.isMethodDeclaration(property);
  const from = isMethod ? property.name.getStart() : (property.getChildAt(2).getStart() ?? 0);
  const body = edits.textOf(from, property.end).replaceAll(`\n${indent}`, '\n');
  if (!isMethod) return [...comments, `export const ${nameOf(property)} = ${body}${end}${note}`];
  const isAsync = property.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  const keyword = `${isAsync ? 'async ' : ''}function${property.asteriskToken ? '*' : ''}`;
  return [...comments, `export ${keyword} ${body}${note}`];
}

function nameOf({ name }: ts.ObjectLiteralElementLike): string {
  return name?.getText() ?? '';
}

function afterComma(text: string, end: number): number {
  return text[end] === ',' ? end + 1 : end;
}

/** The comments above a property, and an empty line where there was one. */
function commentLines(text: string, property: ts.Node, indent: string): string[] {
  const ranges = ts.getLeadingCommentRanges(text, property.pos) ?? [];
  const own = ranges.filter(({ pos }) => text.slice(property.pos, pos).includes('\n'));
  const first = own[0]?.pos ?? property.getStart();
  const isApart = /\n[ \t\r]*\n/.test(text.slice(property.pos, first));
  const lines = own.map(({ pos, end }) => text.slice(pos, end).replaceAll(`\n${indent}`, '\n'));
  return isApart ? ['', ...lines] : lines;
}

/** Comments behind the last property. */
function closingComments({ module }: FileRewrite, value: ts.ObjectLiteralExpression): string[] {
  const { text } = module.file;
  const last = value.properties.at(-1);
  if (!last) return [];
  const from = afterComma(text, last.end);
  const ranges = ts.getLeadingCommentRanges(text, from) ?? [];
  return ranges
    .filter(({ pos }) => text.slice(from, pos).includes('\n'))
    .map(({ pos, end }) => text.slice(pos, end));
}
