import type { Options } from 'prettier';
import type { Finding } from './finding.js';
import { engineFinding } from './findings.js';
import { formatErrorReason, openFormatRules, type FormatRules } from './format-rules.js';
import type { PackageResult } from './run-transforms.js';
import type { Workspace } from './workspace.js';

/** Changes in the form that the project's Prettier gives them. */
export interface Formatted {
  readonly results: readonly PackageResult[];
  /** Why files that Prettier would format were left as the transforms made them; each once. */
  readonly findings: readonly Finding[];
}

/** Some code needs Prettier twice until it stays the same; what takes more rounds never settles. */
const MAX_ROUNDS = 5;

/**
 * Formats what transforms made of packages: a file that was as the project's Prettier
 * wants it before is so again, a new file is so from the start. Every other file is left as
 * it was made, so that lines which the rewrite did not touch stay.
 *
 * @example const { results, findings } = await formatResults(workspace, [runInOrder(workspace, pkg, …)]);
 */
export async function formatResults(
  workspace: Workspace,
  made: readonly PackageResult[],
): Promise<Formatted> {
  const rules = openFormatRules(workspace);
  const findings = new Map<string, Finding>();
  const results: PackageResult[] = [];
  for (const result of made) {
    const writes = new Map(result.writes);
    for (const [path, text] of result.writes) {
      const formatted = text && (await formatWrite(workspace, rules, { ...result, path, text }));
      if (typeof formatted === 'string') writes.set(path, formatted);
      else if (formatted) findings.set(JSON.stringify(formatted), formatted);
    }
    results.push({ ...result, writes });
  }
  return { results, findings: [...findings.values()] };
}

interface Write {
  readonly pkg: PackageResult['pkg'];
  readonly path: string;
  readonly text: string;
}

/** The text to write, or why the text of the transforms is written although Prettier is in use. */
async function formatWrite(
  workspace: Workspace,
  rules: FormatRules,
  { pkg, path, text }: Write,
): Promise<string | Finding> {
  const before = workspace.texts.read(path)?.text;
  if (text === before) return text;
  const rule = await rules.ruleFor(pkg, path);
  if (rule.kind === 'none') return text;
  if (rule.kind === 'unknown') return rule.finding;
  if (before !== undefined && !(await isFormatted(before, rule.options))) return text;
  try {
    return await settle(text, rule.options);
  } catch (error) {
    const reason = formatErrorReason(error);
    return engineFinding('prettier-failed', { file: path, line: 1, column: 1, reason });
  }
}

async function isFormatted(text: string, options: Options): Promise<boolean> {
  const { format } = await import('prettier');
  try {
    return (await format(text, options)) === text;
  } catch {
    // What Prettier cannot read fails the project's own check as well: it was not clean.
    return false;
  }
}

/** Formats until formatting again changes nothing. */
async function settle(text: string, options: Options): Promise<string> {
  const { format } = await import('prettier');
  let current = text;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = await format(current, options);
    if (next === current) return current;
    current = next;
  }
  throw new Error('its result changes each time it runs');
}
