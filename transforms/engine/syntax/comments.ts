import { ts } from './typescript.js';

/**
 * Comments of a piece of source that its rewritten form does not have, in order.
 *
 * @example lostComments('a // why\n.b()', 'c()') // ['// why']
 */
export function lostComments(before: string, after: string): string[] {
  if (!before.includes('//') && !before.includes('/*')) return [];
  const kept = commentsOf(after);
  return commentsOf(before).filter((comment) => {
    const at = kept.indexOf(comment);
    if (at < 0) return true;
    kept.splice(at, 1);
    return false;
  });
}

function commentsOf(text: string): string[] {
  const file = ts.createSourceFile(
    'piece.tsx',
    text,
    ts.ScriptTarget.ESNext,
    true,
    ts.ScriptKind.JSX,
  );
  const found = new Map<number, string>();
  const visit = (node: ts.Node): void => {
    const ranges = [
      ...(ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []),
      ...(ts.getTrailingCommentRanges(text, node.end) ?? []),
    ];
    for (const { pos, end } of ranges) found.set(pos, text.slice(pos, end));
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found].toSorted(([a], [b]) => a - b).map(([, comment]) => comment);
}
