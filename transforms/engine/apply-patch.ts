import { splitLines } from './patch.js';

/**
 * Applies a patch of one file as `formatPatch` writes it, strictly: every context and every
 * removed line has to be exactly where the patch says. There is no fuzz, because a plan
 * names the hash of the text that it fits.
 *
 * @param before text of the file, null when it does not exist
 * @returns the new text, null when the patch deletes the file
 * @throws Error naming the first line that does not fit
 */
export function applyPatch(before: string | null, patch: string): string | null {
  const lines = patch.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const firstHunk = lines.findIndex((line) => line.startsWith('@@ '));
  const header = firstHunk < 0 ? lines : lines.slice(0, firstHunk);
  const deletes = header.some((line) => line.startsWith('deleted file mode '));
  const creates = header.some((line) => line.startsWith('new file mode '));
  if (creates !== (before === null))
    throw new Error(creates ? 'the file exists already' : 'the file does not exist');
  const old = splitLines(before ?? '');
  const result: string[] = [];
  let at = 0;
  for (let i = header.length; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    if (line.startsWith('@@ ')) {
      const start = hunkStart(line);
      if (start < at || start > old.length) throw new Error(`hunk "${line}" is out of place`);
      result.push(...old.slice(at, start));
      at = start;
      continue;
    }
    if (line.startsWith('\\ ')) continue;
    const text = line.slice(1) + ((lines[i + 1] ?? '').startsWith('\\ ') ? '' : '\n');
    if (line.startsWith('+')) result.push(text);
    else if (line.startsWith(' ') || line.startsWith('-')) {
      if (old[at] !== text) throw new Error(`line ${at + 1} is not as the patch expects`);
      if (line.startsWith(' ')) result.push(text);
      at += 1;
    } else throw new Error(`"${line}" is no line of a patch`);
  }
  result.push(...old.slice(at));
  if (deletes && result.length > 0) throw new Error('the patch leaves lines of a deleted file');
  return deletes ? null : result.join('');
}

/** 0-based index of the first old line that the hunk covers. */
function hunkStart(header: string): number {
  const match = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,\d+)? @@/.exec(header);
  if (!match) throw new Error(`"${header}" is no hunk header`);
  const line = Number(match[1]);
  return match[2] === '0' ? line : line - 1;
}
