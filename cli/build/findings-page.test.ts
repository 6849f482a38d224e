import { readFileSync } from 'node:fs';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { CATALOGUES } from '../../transforms/catalogues.js';
import { findingsFrom } from '../../transforms/engine/catalogue.js';
import { findingsPage } from './findings-page.js';

const entry = {
  code: 'odd-thing',
  severity: 'info',
  title: 'The thing `{name}` of {someFile} is odd',
  why: 'odd things break',
  remedy: 'Rename {name}.',
} as const;

describe('docs/findings.md', () => {
  it('is what `npm run docs` makes of the catalogues', async () => {
    const page = readFileSync(new URL('../../docs/findings.md', import.meta.url), 'utf8');
    expect(page).toBe(await format(findingsPage(CATALOGUES), { parser: 'markdown' }));
  });

  it('names the places of details, and refuses a code that is there twice', () => {
    const page = findingsPage([{ title: 'Part', entries: [entry] }]);
    expect(page).toContain(
      '# Part\n\n## odd-thing\n\n**info**: The thing `NAME` of SOME_FILE is odd.\n\n**Why it matters.** Odd things break.\n\n**What to do.** Rename NAME.',
    );
    const twice = { title: 'Part', entries: [entry, entry] };
    expect(() => findingsPage([twice])).toThrow('Two findings have the code odd-thing');
  });
});

describe('findingsFrom', () => {
  const finding = findingsFrom([entry]);
  const place = { file: 'a.js', line: 1, column: 2 };

  it('fills the texts', () => {
    expect(finding('odd-thing', { ...place, name: 'x', someFile: 'a.js' })).toEqual({
      ...place,
      code: 'odd-thing',
      severity: 'info',
      message: 'The thing `x` of a.js is odd: odd things break',
      help: 'Rename x.',
      docs: 'docs/findings.md#odd-thing',
    });
  });

  it('refuses to leave a place empty', () => {
    expect(() => finding('odd-thing', place)).toThrow('was made without "name"');
  });
});
