import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commitAll, git, makeFolder } from '../testing/folders.js';
import { applyPatch } from './apply-patch.js';
import { diffLines } from './line-diff.js';
import { formatPatch, quotePath, splitLines, type FileChange } from './patch.js';

/** Writes the files before, lets the real git apply the patches, and compares with the files after. */
function roundTripThroughGit(changes: readonly FileChange[]): void {
  const before = changes.filter((change) => change.before !== null);
  const root = makeFolder(
    Object.fromEntries([
      ['.keep', ''],
      ...before.map((change) => [change.path, change.before ?? ''] as const),
    ]),
  );
  for (const change of before) if (change.executable) chmodSync(join(root, change.path), 0o755);
  commitAll(root);
  const patch = changes.map(formatPatch).join('');
  writeFileSync(join(root, '.git/the.patch'), patch);
  git(root, 'apply', '--check', '.git/the.patch');
  git(root, 'apply', '--whitespace=nowarn', '.git/the.patch');
  for (const { path, after } of changes) {
    if (after === null) expect(() => readFileSync(join(root, path))).toThrow('ENOENT');
    else expect(readFileSync(join(root, path), 'utf8')).toBe(after);
  }
}

describe('formatPatch', () => {
  it('is what the real git applies, for every kind of file', () => {
    const long = Array.from({ length: 60 }, (_, index) => `line ${index}\n`);
    roundTripThroughGit([
      { path: 'plain.js', before: 'a\nb\nc\n', after: 'a\nx\nc\n' },
      {
        path: 'two hunks.js',
        before: long.join(''),
        after: long.with(3, 'x\n').with(50, '').join(''),
      },
      { path: 'crlf.js', before: 'a\r\nb\r\n', after: 'a\r\nc\r\n' },
      { path: 'bom.js', before: '\uFEFFa\nb\n', after: '\uFEFFc\nb\n' },
      { path: 'no-newline.js', before: 'a\nb', after: 'a\nc' },
      { path: 'gains-newline.js', before: 'a\nb', after: 'a\nb\n' },
      { path: 'loses-newline.js', before: 'a\nb\n', after: 'a\nb' },
      { path: 'new/folder/file.js', before: null, after: 'new\nfile\n' },
      { path: 'new-no-newline.js', before: null, after: 'new' },
      { path: 'new-empty.js', before: null, after: '' },
      { path: 'gone.js', before: 'old\n', after: null },
      { path: 'gone-empty.js', before: '', after: null },
      { path: 'gone-script.sh', before: '#!/bin/sh\n', after: null, executable: true },
      { path: 'emptied.js', before: 'a\nb\n', after: '' },
      { path: 'filled.js', before: '', after: 'a\n' },
      { path: 'ünï "quoted" \t tab\\.js', before: 'a\n', after: 'b\n' },
      { path: 'with space/é.js', before: null, after: 'b\n' },
      {
        path: 'looks-like-a-patch.js',
        before: '-- a\n++ b\n@@ x\n\\ y\n',
        after: '-- c\n@@ x\n\\ z\n',
      },
    ]);
  });

  it('keeps the mode of an executable file', () => {
    const root = makeFolder({ 'run.sh': 'a\n' });
    chmodSync(join(root, 'run.sh'), 0o755);
    commitAll(root);
    writeFileSync(
      join(root, '.git/p'),
      formatPatch({ path: 'run.sh', before: 'a\n', after: 'b\n' }),
    );
    git(root, 'apply', '.git/p');
    expect(git(root, 'diff', '--summary')).toBe('');
  });

  it('is empty when nothing changes', () => {
    expect(formatPatch({ path: 'a', before: 'x\n', after: 'x\n' })).toBe('');
  });

  it('quotes names as git does', () => {
    expect(quotePath('a/plain name.js')).toBe('a/plain name.js');
    expect(quotePath('a/é"\n.js')).toBe('"a/\\303\\251\\"\\n.js"');
  });
});

const line = fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'é\r\n', '-- x\n', '\\ y\n', '@@ z\n');
const text = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('', 'end', '\r'))
  .map(([lines, end]) => lines.join('') + end);

describe('applyPatch', () => {
  it('makes the text after from the text before, whatever they are', () => {
    fc.assert(
      fc.property(fc.option(text), fc.option(text), (before, after) => {
        fc.pre(before !== null || after !== null);
        fc.pre(before !== after);
        expect(applyPatch(before, formatPatch({ path: 'f', before, after }))).toBe(after);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses a text that the patch was not made for', () => {
    const patch = formatPatch({ path: 'f', before: 'a\nb\nc\n', after: 'a\nx\nc\n' });
    expect(() => applyPatch('a\nb\nC\n', patch)).toThrow('line 3 is not as the patch expects');
    expect(() => applyPatch(null, patch)).toThrow('the file does not exist');
    expect(() => applyPatch('a\n', formatPatch({ path: 'f', before: null, after: 'x\n' }))).toThrow(
      'the file exists already',
    );
    expect(() => applyPatch('a\n', 'diff\n@@ -9,1 +9,1 @@\n-a\n')).toThrow('out of place');
    expect(() => applyPatch('a\n', 'diff\n@@ -1 +1 @@\nnonsense\n')).toThrow('no line of a patch');
  });
});

describe('diffLines', () => {
  it('changes only what is needed in long files', () => {
    const a = Array.from({ length: 2000 }, (_, index) => (index % 2 ? '}\n' : `line ${index}\n`));
    const b = a.map((text, index) => (index % 200 === 100 ? `changed ${index}\n` : text));
    expect(diffLines(a, b)).toHaveLength(10);
  });

  it('finds the smallest change among lines that repeat', () => {
    expect(diffLines(splitLines('x\n}\nx\n}\n'), splitLines('x\n}\nx\n}\nx\n}\n'))).toEqual([
      { aStart: 4, aEnd: 4, bStart: 4, bEnd: 6 },
    ]);
  });
});
