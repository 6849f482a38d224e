import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import type { BuildOptions, Message, Metafile, Plugin } from 'esbuild';
import type {
  Bundle,
  BundledImport,
  BundleProblem,
  UnresolvedImport,
} from '../../transforms/llrt-check/bundle/input.js';
import { packageName } from '../../transforms/llrt-check/bundle/package-of.js';
import { isBuiltin } from '../../transforms/llrt/compat.js';
import { packageRoot } from '../package-root.js';

/** Marks a resolution that the plugin itself asks for, so that it does not answer itself. */
const OWN = Symbol('own');

/**
 * Bundles one Lambda entry with the settings that LLRT wants, in memory: nothing is written and no
 * code of the user is run. Packages of the AWS SDK are left out: binaries of LLRT bring them.
 *
 * @param root absolute path of the workspace
 * @param entry relative to the root
 * @param members folders of the workspace packages by name, for those that are not linked
 */
export async function bundleEntry(
  root: string,
  entry: string,
  members: ReadonlyMap<string, string> = new Map(),
): Promise<Bundle> {
  const asModule = await tryBundle(root, entry, 'esm', members);
  if (asModule.code !== '') return asModule;
  // What strict mode forbids can be read as CommonJS, so that the rest is checked as well.
  const asCommonJs = await tryBundle(root, entry, 'cjs', members);
  return { ...asCommonJs, problems: asModule.problems };
}

async function tryBundle(
  root: string,
  entry: string,
  format: 'esm' | 'cjs',
  members: ReadonlyMap<string, string>,
): Promise<Bundle> {
  const { build } = await import('esbuild');
  const unresolved: UnresolvedImport[] = [];
  const options = bundleOptions(root, entry, format);
  const nothing = { entry, code: '', map: '{}', modules: new Map(), unresolved: [] };
  try {
    const onUnresolved = (found: UnresolvedImport): void => void unresolved.push(found);
    const plugins = [resolveForLlrt({ root, members, isLeftOut: isOfSdk, onUnresolved })];
    const result = await build({ ...options, plugins, write: false, metafile: true });
    const text = (suffix: string): string =>
      result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
    const modules = modulesOf(result.metafile);
    return { entry, code: text('.js'), map: text('.js.map'), modules, unresolved, problems: [] };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return { ...nothing, problems: error.errors.map((message) => problemOf(message, entry)) };
  }
}

/** Whether a package belongs to the AWS SDK, of which binaries of LLRT bring a part. */
function isOfSdk(specifier: string): boolean {
  return /^@(?:aws-sdk|smithy|aws-crypto)\//.test(specifier);
}

/** The settings of esbuild that LLRT wants. */
export function bundleOptions(root: string, entry: string, format: 'esm' | 'cjs'): BuildOptions {
  return {
    entryPoints: [join(root, entry)],
    // Nothing is written there; the sources of the map are relative to it.
    outdir: root,
    absWorkingDir: root,
    bundle: true,
    format,
    platform: 'node',
    conditions: ['browser'],
    mainFields: ['browser', 'module', 'main'],
    target: 'es2023',
    treeShaking: true,
    sourcemap: 'external',
    sourcesContent: false,
    legalComments: 'none',
    logLevel: 'silent',
    loader: {
      '.node': 'empty',
      '.html': 'text',
      '.txt': 'text',
      '.graphql': 'text',
      '.sql': 'text',
    },
  };
}

/** How the imports of a bundle are resolved. */
interface Resolving {
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Folders of the workspace packages by name, for those that are not linked. */
  readonly members: ReadonlyMap<string, string>;
  /** Whether LLRT brings a package, so that the bundle does without it. */
  readonly isLeftOut: (specifier: string) => boolean;
  readonly onUnresolved: (found: UnresolvedImport) => void;
}

/** Leaves out what LLRT brings, and tells what is not installed. */
export function resolveForLlrt({ root, members, isLeftOut, onUnresolved }: Resolving): Plugin {
  return {
    name: 'resolve-for-llrt',
    setup(build) {
      build.onResolve({ filter: /.*/ }, async (args) => {
        const { path, importer, resolveDir, kind, pluginData } = args;
        if (kind === 'entry-point' || pluginData === OWN) return undefined;
        if (isBuiltin(path)) return { path, external: true };
        if (isLeftOut(path)) return { path, external: true };
        const found = await build.resolve(path, { importer, resolveDir, kind, pluginData: OWN });
        if (found.errors.length === 0) return undefined;
        const own = path === 'hono' || path.startsWith('hono/') ? ownHono(path) : undefined;
        if (own !== undefined) return { path: own };
        const member = members.get(packageName(path));
        if (member !== undefined) {
          const options = { resolveDir: join(root, member), kind, pluginData: OWN };
          // By its own name where package.json has exports, else as a folder.
          for (const name of [path, `.${path.slice(packageName(path).length)}`]) {
            const at = await build.resolve(name, options);
            if (at.errors.length === 0 && at.path !== '') return { path: at.path };
          }
        }
        onUnresolved({ specifier: path, importer: relativePath(root, importer), kind });
        return { path, external: true };
      });
    },
  };
}

/** Right after an apply hono is in package.json and not yet installed: that of llrt-migrate stands for it. */
function ownHono(specifier: string): string | undefined {
  try {
    const require = createRequire(join(packageRoot(), 'x.js'));
    return esmBuild(require.resolve(specifier));
  } catch {
    return undefined; // a part of hono that this release does not have
  }
}

/** `require` finds the CommonJS build, which has the same layout. */
function esmBuild(path: string): string {
  return realpathSync(path.replace(`${sep}dist${sep}cjs${sep}`, `${sep}dist${sep}`));
}

function modulesOf({ inputs, outputs }: Metafile): ReadonlyMap<string, readonly BundledImport[]> {
  const kept = new Set(
    Object.values(outputs).flatMap((output) =>
      Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [path] : [],
      ),
    ),
  );
  return new Map(
    Object.entries(inputs)
      // A module that only passes exports on leaves nothing in the bundle, and imports all the same.
      .filter(([path]) => kept.has(path) || !path.includes('node_modules/'))
      .map(([path, { imports }]) => [
        path,
        imports.map((found) => ({
          path: found.path,
          specifier: found.original ?? found.path,
          kind: found.kind,
          external: found.external ?? false,
        })),
      ]),
  );
}

function problemOf({ text, location }: Message, entry: string): BundleProblem {
  if (!location) return { message: text, file: entry, line: 1, column: 1 };
  const { file, line, column } = location;
  return { message: text, file, line, column: column + 1 };
}

function isBuildFailure(error: unknown): error is { errors: Message[] } {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function relativePath(root: string, path: string): string {
  return relative(root, resolve(root, path)).split(sep).join('/');
}

/** The text of a file below the root, undefined where it cannot be read. */
export function readBelow(root: string, path: string): string | undefined {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return undefined; // made by the bundler, or outside of what may be read
  }
}
