import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import type { Options } from 'prettier';
import { configKind } from './config-text.js';
import type { Finding } from './finding.js';
import { engineFinding } from './findings.js';
import { versionOf } from './installed.js';
import { declaredRange, traceFinder } from './prettier-presence.js';
import type { Workspace, WorkspacePackage } from './workspace.js';

/** What the project's Prettier asks of one file. */
export type FormatRule =
  /** Prettier has no say in it. */
  | { readonly kind: 'none' }
  | { readonly kind: 'format'; readonly options: Options }
  /** What it asks cannot be known without running code, or cannot be read. */
  | { readonly kind: 'unknown'; readonly finding: Finding };

/** Finds out what the project's Prettier asks of files. */
export interface FormatRules {
  /**
   * @param path relative to the workspace root; the file need not exist
   */
  ruleFor(pkg: WorkspacePackage, path: string): Promise<FormatRule>;
}

const NONE: FormatRule = { kind: 'none' };

/** A configuration file with nothing in it, for what .editorconfig alone says. */
const NO_SETTINGS = createRequire(import.meta.url).resolve('prettier/package.json');

/** Defaults of older releases that the current one has changed. */
const OLD_DEFAULTS: ReadonlyMap<number, Options> = new Map([
  [1, { trailingComma: 'none', arrowParens: 'avoid', endOfLine: 'auto' }],
  [2, { trailingComma: 'es5' }],
]);

/**
 * Opens the rules of a workspace. A project has Prettier when a configuration file of it
 * applies to the file, or when the package or the workspace root depends on it. Without
 * either nothing is loaded: Prettier takes longer to load than a small plan to make.
 * Configuration that is a program is read where it is one object literal, and never run.
 */
export function openFormatRules(workspace: Workspace): FormatRules {
  const hasTrace = traceFinder();
  const configs = new Map<string, string | null>();
  const configOf = async (file: string): Promise<string | null> => {
    const folder = dirname(file);
    const known = configs.get(folder);
    if (known !== undefined) return known;
    const { clearConfigCache, resolveConfigFile } = await import('prettier');
    // What an earlier plan of this process read may have changed since.
    if (configs.size === 0) await clearConfigCache();
    const config = await resolveConfigFile(file);
    configs.set(folder, config);
    return config;
  };
  return {
    async ruleFor(pkg, path) {
      const file = join(workspace.root, path);
      if (!hasTrace(dirname(file)) && declaredRange(workspace, pkg) === undefined) return NONE;
      const config = await configOf(file);
      try {
        return await readRule(workspace, pkg, file, config);
      } catch (error) {
        const place = placeOf(workspace, config ?? file);
        const reason = formatErrorReason(error);
        const finding = engineFinding('prettier-config-invalid', { ...place, reason });
        return { kind: 'unknown', finding };
      }
    },
  };
}

/**
 * What Prettier says is wrong, on one line: without the path of the file, which the finding
 * has, and without the excerpt of it.
 */
export function formatErrorReason(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^\w+ Error in ".*":\s*/, '').replace(/\s*\n[\s\S]*$/, '');
}

async function readRule(
  workspace: Workspace,
  pkg: WorkspacePackage,
  file: string,
  config: string | null,
): Promise<FormatRule> {
  const range = declaredRange(workspace, pkg);
  if (config === null && range === undefined) return NONE;
  const { getFileInfo } = await import('prettier');
  const ignorePath = ignoreFiles(workspace, pkg, config);
  const { ignored } = await getFileInfo(file, { ignorePath, resolveConfig: false });
  if (ignored) return NONE;
  const settings = await readSettings(file, config);
  if (typeof settings === 'string') {
    const place = { ...placeOf(workspace, config ?? file), reason: settings };
    return { kind: 'unknown', finding: engineFinding('prettier-config-runs', place) };
  }
  const defaults = oldDefaults(workspace, pkg, range);
  return { kind: 'format', options: { ...defaults, ...settings, filepath: file } };
}

/** The settings for a file, or what about the configuration needs code to be run. */
async function readSettings(file: string, config: string | null): Promise<Options | string> {
  const { resolveConfig } = await import('prettier');
  const text = config === null ? '' : readFileSync(config, 'utf8');
  const kind = config === null ? 'settings' : configKind(config, text);
  if (kind === 'package') return 'takes its settings from a package';
  if (config !== null && kind === 'code') {
    const { literalSettings } = await import('./config-literal.js');
    const literal = literalSettings(config, text);
    if (!literal) return 'is a program';
    return {
      ...(await resolveConfig(file, { editorconfig: true, config: NO_SETTINGS })),
      ...literal,
    };
  }
  const named = config === null ? {} : { config };
  const settings = await resolveConfig(file, { editorconfig: true, ...named });
  return (settings?.plugins ?? []).length > 0 ? 'uses plugins' : (settings ?? {});
}

function oldDefaults(
  workspace: Workspace,
  pkg: WorkspacePackage,
  range: string | undefined,
): Options {
  const asker = { root: workspace.root, dir: pkg.dir, range };
  const version = versionOf('prettier', asker) ?? range ?? '';
  return OLD_DEFAULTS.get(Number(/\d+/.exec(version)?.[0])) ?? {};
}

/** Prettier reads the one in the folder it is started in: the package, the root or that of its configuration. */
function ignoreFiles(workspace: Workspace, pkg: WorkspacePackage, config: string | null): string[] {
  const folders = [workspace.root, join(workspace.root, pkg.dir)];
  if (config !== null) folders.push(dirname(config));
  return [...new Set(folders)].map((folder) => join(folder, '.prettierignore'));
}

function placeOf(
  workspace: Workspace,
  path: string,
): { readonly file: string; readonly line: number; readonly column: number } {
  return { file: relative(workspace.root, path).split(sep).join('/'), line: 1, column: 1 };
}
