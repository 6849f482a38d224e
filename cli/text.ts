/**
 * Breaks text at spaces into lines of at most `width` characters, indentation included.
 * A word that is longer stays whole.
 */
export function wrap(text: string, width: number, indent: string): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    if (line !== indent && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return line === indent ? lines : [...lines, line];
}

/**
 * Breaks the paragraphs of a text into lines. Fenced blocks stand at the left edge as they are, so that
 * they can be copied.
 */
export function wrapBlocks(text: string, width: number, indent: string): string[] {
  return text
    .split(/^(```[^]*?^```)$/m)
    .flatMap((part) =>
      part.startsWith('```')
        ? part.split('\n')
        : part.split('\n\n').flatMap((paragraph) => wrap(paragraph, width, indent)),
    );
}

/** `1 route`, `2 routes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
