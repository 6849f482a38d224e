import { expect, it } from 'vitest';
import { wrapBlocks } from './text.js';

it('breaks paragraphs, and leaves fenced blocks as they are', () => {
  const text =
    'one two three\n\nfour:\n\n```yaml\n  a: 1\n\n  b: a very long line that stays\n```\n\nfive';
  expect(wrapBlocks(text, 10, '  ')).toEqual([
    '  one two',
    '  three',
    '  four:',
    '```yaml',
    '  a: 1',
    '',
    '  b: a very long line that stays',
    '```',
    '  five',
  ]);
  expect(wrapBlocks('a `b`', 10, '')).toEqual(['a `b`']);
});
