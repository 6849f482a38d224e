import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseFile, pin, reparse } from './parse.js';
import { ts } from './typescript.js';

const SAMPLE = fileURLToPath(new URL('../../../fixtures/apps/console-access/src', import.meta.url));
const sources = readdirSync(SAMPLE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.js'))
  .map((path) => [path, readFileSync(join(SAMPLE, path), 'utf8')] as const);

/** Every node with its kind, its span and that of its parent. */
function outline(root: ts.SourceFile): readonly string[] {
  const lines: string[] = [];
  const visit = (node: ts.Node): void => {
    const { kind, pos, end, parent } = node;
    lines.push(`${kind} ${pos}-${end} in ${parent?.kind} ${parent?.pos}-${parent?.end}`);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return lines;
}

/** A text without its first line, without one in the middle, with one put in front, and edited all over. */
function editsOf(text: string): readonly string[] {
  const lines = text.split('\n');
  return [
    lines.slice(1).join('\n'),
    lines.filter((_, index) => index !== Math.floor(lines.length / 2)).join('\n'),
    `const added = require('added');\n${text}`,
    text.replaceAll('const ', 'var '),
    '',
    text,
  ];
}

let count = 0;

describe('reparse', () => {
  it.each(sources)('gives the tree of a fresh parse for %s', (path, text) => {
    for (const edited of editsOf(text)) {
      const from = parseFile(`reused-${(count += 1)}/${path}`, text);
      const fresh = parseFile(`fresh-${count}/${path}`, edited);
      const reused = reparse(from, edited);
      expect(outline(reused.ast)).toEqual(outline(fresh.ast));
      expect(reused.syntaxError).toEqual(fresh.syntaxError);
      expect(parseFile(reused.path, edited)).toBe(reused);
    }
  });

  it('leaves a tree alone that is held on to', () => {
    const file = parseFile('held.js', 'a();\nb();\n');
    pin(file);
    const before = outline(file.ast);
    expect(outline(reparse(file, 'b();\n').ast)).toHaveLength(before.length - 3);
    expect(outline(file.ast)).toEqual(before);
    expect(parseFile('held.js', 'a();\nb();\n')).toBe(file);
  });
});
