import { compileGlob } from './glob.js';

/** One rule of a .gitignore file, relative to the folder that the file is in. */
interface IgnoreRule {
  readonly pattern: { test(path: string): boolean };
  readonly negated: boolean;
  readonly foldersOnly: boolean;
}

/** The rules of one .gitignore file and the folder they apply below (`''` for the root). */
export interface IgnoreFile {
  readonly base: string;
  readonly rules: readonly IgnoreRule[];
}

/**
 * Reads the text of a .gitignore file.
 *
 * @param base path of its folder with a `/` at the end, `''` for the root
 */
export function parseIgnoreFile(base: string, text: string): IgnoreFile {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const rule = parseRule(line);
    return rule ? [rule] : [];
  });
  return { base, rules };
}

/** Whether git would leave the path out; the last rule that matches decides. */
export function isIgnored(files: readonly IgnoreFile[], path: string, folder: boolean): boolean {
  for (let i = files.length - 1; i >= 0; i -= 1) {
    const file = files[i];
    if (!file || !path.startsWith(file.base)) continue;
    const rest = path.slice(file.base.length);
    const rule = file.rules.findLast(
      ({ pattern, foldersOnly }) => (folder || !foldersOnly) && pattern.test(rest),
    );
    if (rule) return !rule.negated;
  }
  return false;
}

function parseRule(line: string): IgnoreRule | undefined {
  let glob = line.replace(/(?<!\\)\s+$/, '');
  if (glob === '' || glob.startsWith('#')) return undefined;
  const negated = glob.startsWith('!');
  if (negated) glob = glob.slice(1);
  const foldersOnly = glob.endsWith('/');
  if (foldersOnly) glob = glob.slice(0, -1);
  const anchored = glob.includes('/');
  if (glob.startsWith('/')) glob = glob.slice(1);
  if (glob === '') return undefined;
  return { pattern: compileGlob(anchored ? glob : `**/${glob}`), negated, foldersOnly };
}
