import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.js';
import { compileGlob } from './glob.js';

/** Which folders a workspace root names as its packages. */
export interface MemberGlobs {
  /** True when the folder (relative to the root) is a member. */
  includes(dir: string): boolean;
  /** True when a negated pattern takes the folder out. */
  excludes(dir: string): boolean;
}

/** A folder that may be a workspace root. */
export interface RootCandidate {
  readonly manager: 'pnpm' | 'npm';
  readonly members: MemberGlobs;
}

/**
 * Reads the member patterns of a folder: `pnpm-workspace.yaml`, else `workspaces` in package.json.
 *
 * @param manifest parsed package.json of the folder, undefined when it has none
 * @returns undefined when the folder is no workspace root
 * @throws Failure `workspace-invalid` when the patterns have a shape that no package manager reads
 */
export function readMembers(folder: string, manifest: unknown): RootCandidate | undefined {
  const yaml = readOptional(join(folder, 'pnpm-workspace.yaml'));
  if (yaml !== undefined)
    return { manager: 'pnpm', members: memberGlobs(parsePnpmPackages(yaml, folder)) };
  if (typeof manifest !== 'object' || manifest === null || !('workspaces' in manifest))
    return undefined;
  const declared = manifest.workspaces;
  const patterns =
    typeof declared === 'object' && declared !== null && 'packages' in declared
      ? declared.packages
      : declared;
  if (!Array.isArray(patterns) || !patterns.every((item) => typeof item === 'string'))
    throw new Failure(
      'workspace-invalid',
      `${join(folder, 'package.json')}: "workspaces" is neither a list of folders nor { "packages": [...] }, so the packages are unknown. Correct it and run the command again.`,
    );
  return { manager: 'npm', members: memberGlobs(patterns) };
}

/**
 * Reads the `packages` list of a pnpm-workspace.yaml: a block list or a flow list of plain
 * or quoted strings, which is all that pnpm's documentation uses.
 */
export function parsePnpmPackages(yaml: string, folder = ''): readonly string[] {
  const lines = yaml.split(/\r?\n/).map(withoutComment);
  const start = lines.findIndex((line) => /^packages\s*:/.test(line));
  if (start < 0) return [];
  const inline = (lines[start] ?? '').replace(/^packages\s*:\s*/, '').trim();
  if (inline !== '') {
    const body = [inline, ...lines.slice(start + 1)].join(' ');
    const list = /^\[([^\]]*)\]/.exec(body);
    if (!list) throw notUnderstood(folder, start + 1, inline);
    return (list[1] ?? '')
      .split(',')
      .flatMap((item) => (item.trim() ? [unquote(item.trim())] : []));
  }
  const patterns: string[] = [];
  for (const [index, line] of lines.slice(start + 1).entries()) {
    if (line.trim() === '') continue;
    const item = /^\s*-\s+(.+)$/.exec(line);
    if (item) patterns.push(unquote((item[1] ?? '').trim()));
    else if (/^\S/.test(line)) break;
    else throw notUnderstood(folder, start + index + 2, line.trim());
  }
  return patterns;
}

function memberGlobs(patterns: readonly string[]): MemberGlobs {
  const positive: RegExp[] = [];
  const negative: RegExp[] = [];
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    const glob = (negated ? pattern.slice(1) : pattern).replace(/^\.?\/+|\/+$/g, '');
    (negated ? negative : positive).push(compileGlob(glob === '.' ? '' : glob));
  }
  const excludes = (dir: string): boolean => negative.some((glob) => glob.test(dir));
  return {
    excludes,
    includes: (dir) => dir === '' || (positive.some((glob) => glob.test(dir)) && !excludes(dir)),
  };
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, '').trimEnd();
}

function unquote(text: string): string {
  return /^(['"]).*\1$/.test(text) ? text.slice(1, -1) : text;
}

function notUnderstood(folder: string, line: number, found: string): Failure {
  return new Failure(
    'workspace-invalid',
    `${join(folder, 'pnpm-workspace.yaml')}:${line}: "packages" has "${found}", which is no list of folder patterns, so the packages are unknown. Write it as a list of strings.`,
  );
}

function readOptional(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
