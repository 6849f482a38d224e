import { diffLines, type LineChange } from './line-diff.js';

const CONTEXT_LINES = 3;
const NO_NEWLINE = '\\ No newline at end of file';

/** One file before and after; null where it does not exist. Texts as they stand in the file. */
export interface FileChange {
  /** Relative to the workspace root, forward slashes. */
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
  /** Whether the file to delete may be executed. */
  readonly executable?: boolean;
}

/**
 * Writes a unified diff of one file that `git apply` accepts.
 *
 * @returns an empty string when nothing changes
 * @example formatPatch({ path: 'a.js', before: 'x\n', after: 'y\n' })
 */
export function formatPatch(change: FileChange): string {
  const { path, before, after } = change;
  if (before === after) return '';
  const [from, to] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  const lines = [`diff --git ${from} ${to}`];
  if (before === null) lines.push('new file mode 100644');
  if (after === null) lines.push(`deleted file mode ${change.executable ? '100755' : '100644'}`);
  const [a, b] = [splitLines(before ?? ''), splitLines(after ?? '')];
  const hunks = groupChanges(diffLines(a, b));
  // git finds an empty file by its blob name alone: there are no hunks to show.
  if (hunks.length === 0) {
    const [old, now] = before === null ? ['0000000', 'e69de29'] : ['e69de29', '0000000'];
    lines.push(`index ${old}..${now}`);
  } else {
    lines.push(before === null ? '--- /dev/null' : `--- ${withTab(from)}`);
    lines.push(after === null ? '+++ /dev/null' : `+++ ${withTab(to)}`);
  }
  for (const hunk of hunks) lines.push(...formatHunk(hunk, a, b));
  return `${lines.join('\n')}\n`;
}

/**
 * Whether the header of a patch names a path and no other: what a reader of the patch takes
 * it for, and what `git apply` would change.
 */
export function isPatchOf(patch: string, path: string): boolean {
  const [from, to] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  const [first, ...lines] = patch.split('\n');
  const hunks = lines.findIndex((line) => line.startsWith('@@ '));
  const header = hunks < 0 ? lines : lines.slice(0, hunks);
  const names = header.filter((line) => line.startsWith('--- ') || line.startsWith('+++ '));
  const known = ['--- /dev/null', `--- ${withTab(from)}`, '+++ /dev/null', `+++ ${withTab(to)}`];
  const others = header.some((line) => /^(?:diff|rename|copy|Binary|GIT binary) /.test(line));
  const complete = hunks < 0 ? names.length === 0 : names.length === 2;
  return (
    first === `diff --git ${from} ${to}` &&
    complete &&
    !others &&
    names.every((name) => known.includes(name))
  );
}

/**
 * A patch that names its file from a folder further up.
 *
 * @param prefix the folder between, with a slash at its end
 * @example patchFrom(patchOfIndexJs, 'index.js', 'api/') // '--- a/api/index.js'
 */
export function patchFrom(patch: string, path: string, prefix: string): string {
  const [oldA, oldB] = [quotePath(`a/${path}`), quotePath(`b/${path}`)];
  const [a, b] = [quotePath(`a/${prefix}${path}`), quotePath(`b/${prefix}${path}`)];
  const moved = new Map([
    [`diff --git ${oldA} ${oldB}`, `diff --git ${a} ${b}`],
    [`--- ${withTab(oldA)}`, `--- ${withTab(a)}`],
    [`+++ ${withTab(oldB)}`, `+++ ${withTab(b)}`],
  ]);
  const lines = patch.split('\n');
  const hunks = lines.findIndex((line) => line.startsWith('@@ '));
  const isHeader = (index: number): boolean => hunks < 0 || index < hunks;
  return lines.map((line, at) => (isHeader(at) ? (moved.get(line) ?? line) : line)).join('\n');
}

/** Lines with their line feeds; a carriage return belongs to its line. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A path as git writes it in patches: quoted in C style when it has characters that need it. */
export function quotePath(path: string): string {
  // eslint-disable-next-line no-control-regex
  if (!/["\\\u0000-\u001f\u007f-\uffff]/.test(path)) return path;
  const quoted = Array.from(Buffer.from(path, 'utf8'), (byte) => {
    const char = String.fromCharCode(byte);
    if (char === '"' || char === '\\') return `\\${char}`;
    if (char === '\t') return '\\t';
    if (char === '\n') return '\\n';
    if (byte < 0x20 || byte > 0x7e) return `\\${byte.toString(8).padStart(3, '0')}`;
    return char;
  });
  return `"${quoted.join('')}"`;
}

/** git ends an unquoted name that has spaces with a tab, so that it cannot be taken for a date. */
function withTab(name: string): string {
  return name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name;
}

function groupChanges(changes: readonly LineChange[]): LineChange[][] {
  const groups: LineChange[][] = [];
  for (const change of changes) {
    const last = groups.at(-1)?.at(-1);
    if (last && change.aStart - last.aEnd <= 2 * CONTEXT_LINES) groups.at(-1)?.push(change);
    else groups.push([change]);
  }
  return groups;
}

function formatHunk(
  changes: readonly LineChange[],
  a: readonly string[],
  b: readonly string[],
): string[] {
  const [first, last] = [changes[0], changes.at(-1)];
  if (!first || !last) return [];
  const lead = Math.min(CONTEXT_LINES, first.aStart);
  const trail = Math.min(CONTEXT_LINES, a.length - last.aEnd);
  const [aStart, aEnd] = [first.aStart - lead, last.aEnd + trail];
  const [bStart, bEnd] = [first.bStart - lead, last.bEnd + trail];
  const lines = [`@@ -${position(aStart, aEnd)} +${position(bStart, bEnd)} @@`];
  let at = aStart;
  for (const change of changes) {
    for (; at < change.aStart; at += 1) pushLine(lines, ' ', a[at]);
    for (; at < change.aEnd; at += 1) pushLine(lines, '-', a[at]);
    for (let i = change.bStart; i < change.bEnd; i += 1) pushLine(lines, '+', b[i]);
  }
  for (; at < aEnd; at += 1) pushLine(lines, ' ', a[at]);
  return lines;
}

/** `start,count` with 1-based lines; an empty range names the line before it. */
function position(start: number, end: number): string {
  const count = end - start;
  const line = count === 0 ? start : start + 1;
  return count === 1 ? `${line}` : `${line},${count}`;
}

function pushLine(lines: string[], mark: string, line = ''): void {
  if (line.endsWith('\n')) lines.push(mark + line.slice(0, -1));
  else lines.push(mark + line, NO_NEWLINE);
}
