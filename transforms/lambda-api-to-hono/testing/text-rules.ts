import ts from 'typescript';
import { diffLines } from '../../engine/line-diff.js';
import { splitLines } from '../../engine/patch.js';
import { parseFile } from '../../engine/syntax/parse.js';

/** What is wrong with the syntax of a text; undefined when it parses. */
export function syntaxProblem(path: string, text: string): string | undefined {
  return parseFile(path, text).syntaxError?.message;
}

/** Lines that were changed in nothing but white space. */
export function reformattedLines(before: string, after: string): readonly string[] {
  const [old, now] = [splitLines(before), splitLines(after)];
  return diffLines(old, now).flatMap(({ aStart, aEnd, bStart, bEnd }) => {
    const added = now.slice(bStart, bEnd).map(bare);
    return old
      .slice(aStart, aEnd)
      .filter((line) => bare(line) !== '' && added.includes(bare(line)));
  });
}

/** Comments of a text, white space within them made single spaces, in order. */
export function commentsOf(path: string, text: string): readonly string[] {
  const ast = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.pos) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ];
    // Between the parts of a template what looks like a comment is text.
    const isTemplateText = ts.isTemplateLiteralToken(node) || node.kind === ts.SyntaxKind.JsxText;
    for (const { pos, end } of isTemplateText ? [] : ranges)
      found.set(pos, text.slice(pos, end).replaceAll(/\s+/g, ' '));
    for (const child of node.getChildren(ast)) visit(child);
  };
  visit(ast);
  return [...found.entries()].toSorted(([a], [b]) => a - b).map(([, comment]) => comment);
}

function bare(line: string): string {
  return line.replaceAll(/\s+/g, '');
}
