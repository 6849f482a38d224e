import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../transforms/engine/failure.js';
import { didYouMean } from '../transforms/engine/near.js';

/** What `llrt-migrate.config.json` may say. */
export interface Config {
  /** Globs of package folders to look at; all when absent. */
  readonly packages?: readonly string[] | undefined;
  /** Globs of files to leave out, relative to the workspace root. */
  readonly exclude?: readonly string[] | undefined;
  /** Release of LLRT that the code is to run on. */
  readonly llrt?: string | undefined;
}

const KEYS = ['packages', 'exclude', 'llrt', '$schema'];

/**
 * Reads the configuration: the named file, else `llrt-migrate.config.json` at the root, else none.
 *
 * @param root absolute path of the workspace
 * @param named absolute path given with `--config`
 * @throws Failure `config-missing`, `config-invalid`
 */
export async function readConfig(root: string, named: string | undefined): Promise<Config> {
  const path = named ?? join(root, 'llrt-migrate.config.json');
  if (!existsSync(path)) {
    if (named === undefined) return {};
    throw new Failure('config-missing', `There is no configuration file ${path}.`);
  }
  const v = await import('valibot');
  const schema = v.strictObject({
    packages: v.optional(v.array(v.string())),
    exclude: v.optional(v.array(v.string())),
    llrt: v.optional(v.string()),
    $schema: v.optional(v.string()),
  });
  const result = v.safeParse(schema, parseJson(path));
  if (result.success) return result.output;
  const [issue] = result.issues;
  const key = v.getDotPath(issue) ?? '';
  if (issue.expected === 'never')
    throw invalid(path, `it has an unknown key "${key}".${didYouMean(key, KEYS)}`);
  throw invalid(path, `${key === '' ? 'the file' : `"${key}"`}: ${issue.message}.`);
}

function parseJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw invalid(path, `${error instanceof Error ? error.message : String(error)}.`);
  }
}

function invalid(path: string, found: string): Failure {
  return new Failure(
    'config-invalid',
    `${path}: ${found} The keys are "packages" and "exclude", each a list of globs, and "llrt", a release.`,
  );
}
