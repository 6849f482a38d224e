/**
 * Compiles a path glob: `*` any characters but `/`, `**` any folders, `?` one character,
 * `[abc]` one of, `{a,b}` either. The whole path must match.
 *
 * @example compileGlob('packages/*\/src/**').test('packages/api/src/a/b.js') // true
 */
export function compileGlob(glob: string): RegExp {
  let source = '';
  let braces = 0;
  for (let i = 0; i < glob.length; i += 1) {
    const char = glob[i] ?? '';
    if (char === '*') {
      const end = starsEnd(glob, i);
      source += starsSource(glob, i, end);
      i = end > i + 1 && glob[end] === '/' && atSegmentStart(glob, i) ? end : end - 1;
    } else if (char === '?') source += '[^/]';
    else if (char === '[') {
      const end = glob.indexOf(']', i + 2);
      if (end < 0) source += '\\[';
      else {
        source += characterClass(glob.slice(i + 1, end));
        i = end;
      }
    } else if (char === '{' && glob.indexOf('}', i) > 0) {
      braces += 1;
      source += '(?:';
    } else if (char === '}' && braces > 0) {
      braces -= 1;
      source += ')';
    } else if (char === ',' && braces > 0) source += '|';
    else if (char === '\\' && i + 1 < glob.length) {
      i += 1;
      source += escapeRegExp(glob[i] ?? '');
    } else source += escapeRegExp(char);
  }
  return new RegExp(`^${source}${')'.repeat(braces)}$`, 'u');
}

/** Escapes text so that a regular expression matches it literally. */
export function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

function starsEnd(glob: string, start: number): number {
  let end = start;
  while (glob[end] === '*') end += 1;
  return end;
}

function atSegmentStart(glob: string, index: number): boolean {
  return index === 0 || glob[index - 1] === '/';
}

/** `**` is special only when it is a whole segment; otherwise it means the same as `*`. */
function starsSource(glob: string, start: number, end: number): string {
  const whole = atSegmentStart(glob, start) && (end === glob.length || glob[end] === '/');
  if (end - start < 2 || !whole) return '[^/]*';
  return glob[end] === '/' ? '(?:[^/]+\\/)*' : '.*';
}

function characterClass(body: string): string {
  const negated = body.startsWith('!') || body.startsWith('^');
  const members = (negated ? body.slice(1) : body).replace(/[\\\][^]/g, '\\$&');
  return negated ? `[^/${members}]` : `[${members}]`;
}
