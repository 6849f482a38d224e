import { diffLines } from '../../engine/line-diff.js';

/**
 * How a person makes one text of another: which lines to replace, and by what. Line numbers are those
 * of the text as it is; the last place comes first, so that the numbers of the others stay right.
 *
 * @param language of the fenced blocks
 * @example instructions('a: 1\n', 'a: 2\n', 'yaml') // Replace line 1 by: …
 */
export function instructions(before: string, after: string, language: string): string {
  const [a, b] = [before.split('\n'), after.split('\n')];
  return diffLines(a, b)
    .toReversed()
    .map(({ aStart, aEnd, bStart, bEnd }) => {
      const lines = b.slice(bStart, bEnd);
      const where = aEnd - aStart > 1 ? `lines ${aStart + 1} to ${aEnd}` : `line ${aStart + 1}`;
      if (lines.length === 0) return `Delete ${where}.`;
      const what = aStart === aEnd ? `Below line ${aStart}, add:` : `Replace ${where} by:`;
      return `${what}\n\n\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;
    })
    .join('\n\n');
}
