import { expect, test } from 'vitest';
import { askSecondEngine } from './second-opinion.js';

test('reads a module without running it or what it imports', async () => {
  const code = `import { gone } from 'nowhere';
import('elsewhere');
throw new Error(gone);
export const handler = async () => await gone();
`;
  expect(await askSecondEngine(code)).toEqual({ kind: 'readable' });
});

test('tells where it cannot read', async () => {
  expect(await askSecondEngine('let a;\nexport { a };\n  @d class B {}\n')).toMatchObject({
    kind: 'refused',
    why: expect.stringContaining('SyntaxError: ') as string,
    line: 3,
    column: 3,
  });
});

test('tells where a regular expression is that it cannot read', async () => {
  const code = 'const a = /(?<=x)y/u;\nexport const b = [a, /(?i:x)/];\n';
  expect(await askSecondEngine(code)).toEqual({
    kind: 'refused',
    why: 'SyntaxError: invalid group',
    line: 2,
    column: 22,
  });
});
