import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { relative, resolve, sep } from 'node:path';
import { Failure } from '../../transforms/engine/failure.js';
import { parseFile, positionOf } from '../../transforms/engine/syntax/parse.js';
import { readExports } from '../../transforms/engine/syntax/modules.js';
import { ts } from '../../transforms/engine/syntax/typescript.js';
import type { Workspace, WorkspacePackage } from '../../transforms/engine/workspace.js';
import { constructsOf } from '../../transforms/llrt-check/deployment/constructs.js';
import { propertyOf } from '../../transforms/llrt-check/deployment/literals.js';
import { findEntries, TEST_FILE } from '../verify/entry/find-entries.js';

/** Extensions in the order in which a bundler looks for them. */
const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];
/** Sources that serve the build or the deployment. */
const TOOLING =
  /(?:^|\/)(?:[^/]*\.config\.[cm]?[jt]s|\.[^/]+|(?:infra|cdk|scripts?|bin|local)\/.*|[^/]*\.d\.[cm]?ts)$/;

/** The files that the command line names as entries, relative to the root. */
export function namedEntries(
  root: string,
  cwd: string,
  named: readonly string[],
): readonly string[] {
  return named.map((path) => {
    const absolute = resolve(cwd, path);
    if (!existsSync(absolute))
      throw new Failure('entry-missing', `--entry ${path}: there is no file ${absolute}.`);
    return relative(root, absolute).split(sep).join('/');
  });
}

/** The entries of packages, relative to the root. */
export interface LambdaEntries {
  readonly byPackage: ReadonlyMap<WorkspacePackage, readonly string[]>;
  /** No module exports a handler: these are what package.json names. */
  readonly areGuessed: boolean;
}

/**
 * The Lambda entries of packages: what the deployment names, modules that hand events to an API
 * or export `handler`; in a workspace without any of those what package.json names as main.
 */
export function lambdaEntries(
  workspace: Workspace,
  packages: readonly WorkspacePackage[],
  handlers: readonly DeployedHandler[],
): LambdaEntries {
  const deployed = new Set(handlers.flatMap(({ entry }) => entry ?? []));
  const found = packages.map((pkg) => {
    const files = pkg.files.filter((file) => !TEST_FILE.test(file));
    const exported = files.filter((file) => !TOOLING.test(below(pkg, file)));
    const serving = exported.filter((file) => exportsHandler(file, workspace));
    return [
      pkg,
      [...new Set([...files.filter((file) => deployed.has(file)), ...serving])],
    ] as const;
  });
  if (found.some(([, entries]) => entries.length > 0))
    return { byPackage: new Map(found), areGuessed: false };
  return {
    byPackage: new Map(packages.map((pkg) => [pkg, fallback(pkg, workspace)])),
    areGuessed: true,
  };
}

function below({ dir }: WorkspacePackage, file: string): string {
  return dir === '' ? file : file.slice(dir.length + 1);
}

function exportsHandler(file: string, { texts }: Workspace): boolean {
  const text = texts.read(file)?.text;
  if (text === undefined || !/handler|handle|bridge|\.run\b/i.test(text)) return false;
  if (findEntries(new Map([[file, text]])).length > 0) return true;
  return readExports(parseFile(file, text).ast).named.has('handler');
}

/** `main` of package.json, else index or src/index, else every source that is no tooling. */
function fallback(pkg: WorkspacePackage, { texts }: Workspace): readonly string[] {
  const names = [pkg.manifest.main, 'index', 'src/index'].flatMap((name) => name ?? []);
  for (const name of names) {
    const found = sourceAt(join(pkg.dir, name), new Set(pkg.files));
    if (found !== undefined && !deploys(texts.read(found)?.text)) return [found];
  }
  return pkg.files.filter(
    (file) =>
      !TEST_FILE.test(file) && !TOOLING.test(below(pkg, file)) && !deploys(texts.read(file)?.text),
  );
}

/** Code of the AWS CDK makes functions, and is none. */
function deploys(text = ''): boolean {
  return /['"](?:aws-cdk-lib|@aws-cdk|constructs)(?:\/[^'"]*)?['"]/.test(text);
}

function sourceAt(path: string, files: ReadonlySet<string>): string | undefined {
  if (files.has(path)) return path;
  const stem = path.replace(/\.[cm]?[jt]sx?$/, '');
  return EXTENSIONS.map((extension) => stem + extension).find((file) => files.has(file));
}

/** The property `entry` of the functions of the AWS CDK. */
export function constructHandlers({ packages, texts }: Workspace): readonly DeployedHandler[] {
  const all = packages.flatMap((pkg) => pkg.files);
  const files = new Set(all);
  return texts.candidates(all, ['NodejsFunction', 'LlrtFunction']).flatMap((path) => {
    const parsed = parseFile(path, texts.read(path)?.text ?? '');
    return constructsOf(parsed.ast).flatMap(({ props }) => {
      const value = propertyOf(props, 'entry')?.initializer;
      const handler = stringsIn(value).join('/');
      if (!value || handler === '') return [];
      const folders = [dirname(path), '', ...packages.map(({ dir }) => dir)];
      const entry = folders
        .map((folder) => sourceAt(join(folder, handler), files))
        .find((file) => file !== undefined);
      const { line } = positionOf(parsed, value.getStart(parsed.ast));
      // What else is in a computed path is not known, so it may well be there.
      return entry === undefined && isComputed(value) ? [] : [{ handler, entry, file: path, line }];
    });
  });
}

/** Whether a path has more in it than strings and the folder of its file. */
function isComputed(node: ts.Node): boolean {
  if (ts.isIdentifier(node))
    return !/^(?:path|join|resolve|__dirname|URL|fileURLToPath|import|meta|url|dirname)$/.test(
      node.text,
    );
  return ts.forEachChild(node, (child) => isComputed(child) || undefined) ?? false;
}

/** The strings of `join(__dirname, '..', 'src', 'index.ts')`, in their order. */
function stringsIn(node: ts.Node | undefined): readonly string[] {
  if (!node) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  const found: string[] = [];
  ts.forEachChild(node, (child) => void found.push(...stringsIn(child)));
  return found;
}

/** A handler that a template names. */
export interface DeployedHandler {
  /** As it is written, for example `src/index.handler`. */
  readonly handler: string;
  /** The source of it, undefined where there is none. */
  readonly entry: string | undefined;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
}

/** `Handler: src/index.handler` of SAM templates and serverless.yml. */
export function deployedHandlers(
  { packages }: Workspace,
  templates: ReadonlyMap<string, string>,
): readonly DeployedHandler[] {
  const files = new Set(packages.flatMap((pkg) => pkg.files));
  return [...templates].flatMap(([file, text]) =>
    [...text.matchAll(HANDLER)].map((match) => {
      const { 1: handler = '', 2: module = '' } = match;
      const line = text.slice(0, match.index).split('\n').length;
      const folders = [dirname(file), ...codeFolders(text).map((dir) => join(dirname(file), dir))];
      const entry = folders
        .map((folder) => sourceAt(join(folder, module), files))
        .find((found) => found !== undefined);
      return { handler, entry, file, line };
    }),
  );
}

const HANDLER =
  /^[ \t]*["']?[Hh]andler["']?:[ \t]*["']?(([\w@./-]+)\.\w+)["']?[ \t]*,?[ \t]*(?:#.*)?$/gm;

/** Folders that functions of a template have their code in. */
function codeFolders(text: string): readonly string[] {
  const written = text.matchAll(/^[ \t]*["']?CodeUri["']?:[ \t]*["']?([\w@./-]+)["']?/gm);
  return [...written].map(([, folder = '']) => folder);
}
