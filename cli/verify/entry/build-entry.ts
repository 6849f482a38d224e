import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { BuildOptions, Loader, Metafile, Plugin } from 'esbuild';
import { workspaceSourcesOnly } from './module-graph.js';
import { stubModules } from './stub-modules.js';

const TYPESCRIPT = /\.[cm]?tsx?$/;
const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * Makes an entry loadable by Node. Plain JavaScript that Node can load is left as it is.
 * TypeScript, and JavaScript that only a bundler understands (extensions left out, ESM
 * syntax in a CommonJS package), is bundled into one file beside the entry, as a
 * deployment would do; installed packages stay outside. With stubs everything is bundled,
 * because only a bundle can give another module in the place of one that is imported.
 *
 * @param entry absolute path, inside a copy that may be written to
 * @param stubs specifiers that the setup module stubs
 * @throws Error of esbuild with file and line when TypeScript cannot be compiled
 */
export async function buildEntry(entry: string, stubs: readonly string[] = []): Promise<Built> {
  const bundled = stubs.length > 0 || TYPESCRIPT.test(entry) || (await needsBundler(entry));
  if (!bundled) return { module: entry, usedStubs: [] };
  const outfile = join(dirname(entry), `.llrt-migrate-verify.${fileNumber(entry)}`);
  try {
    return await bundle(entry, `${outfile}.cjs`, 'cjs', stubs);
  } catch (error) {
    // Only an ES module may await at its top level.
    if (!/top-level await|import\.meta/i.test(String(error))) throw error;
    return bundle(entry, `${outfile}.mjs`, 'esm', stubs);
  }
}

/** An entry that Node can load. */
export interface Built {
  /** Absolute path of the module to load. */
  readonly module: string;
  /** Stubs that the entry, or what it imports, imports. */
  readonly usedStubs: readonly string[];
}

/** Distinguishes the outputs of several entries in one folder. */
function fileNumber(entry: string): string {
  return Buffer.from(entry.slice(dirname(entry).length + 1)).toString('hex');
}

async function needsBundler(entry: string): Promise<boolean> {
  const { build } = await import('esbuild');
  const options = bundleOptions(entry, join(dirname(entry), 'out.cjs'), 'esm');
  const scanned = await build({ ...options, write: false, metafile: true }).catch(() => undefined);
  // Not even a bundler understands it: Node's own message is the better one.
  return scanned !== undefined && inputsNeedBundler(scanned.metafile, dirname(entry));
}

function inputsNeedBundler(metafile: Metafile, folder: string): boolean {
  return Object.entries(metafile.inputs).some(([path, input]) => {
    const file = resolve(folder, path);
    if (TYPESCRIPT.test(file) || extname(file) === '.jsx') return true;
    if (input.format !== 'esm') return false;
    const module = file.endsWith('.mjs') || packageType(dirname(file)) === 'module';
    const loose = input.imports.some(
      ({ original, external }) =>
        !external && original?.startsWith('.') === true && !/\.[cm]?js(on)?$/.test(original),
    );
    return !module || loose;
  });
}

function packageType(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest)) {
    const { type } = JSON.parse(readFileSync(manifest, 'utf8')) as { type?: string };
    return type ?? 'commonjs';
  }
  return dirname(folder) === folder ? 'commonjs' : packageType(dirname(folder));
}

async function bundle(
  entry: string,
  outfile: string,
  format: 'cjs' | 'esm',
  stubs: readonly string[],
): Promise<Built> {
  const { build } = await import('esbuild');
  const options = bundleOptions(entry, outfile, format);
  const used = new Set<string>();
  // First, so that a stub also stands for a package that would be left to Node.
  const plugins = [stubModules(stubs, used), ...(options.plugins ?? [])];
  await build({ ...options, plugins });
  return { module: outfile, usedStubs: [...used] };
}

/** How entries are bundled: their own sources and those of workspace packages, nothing installed. */
export function bundleOptions(entry: string, outfile: string, format: 'cjs' | 'esm'): BuildOptions {
  const require =
    "import { createRequire as $createRequire } from 'node:module'; const require = $createRequire(import.meta.url);";
  return {
    entryPoints: [entry],
    outfile,
    format,
    bundle: true,
    platform: 'node',
    target: 'node20',
    absWorkingDir: dirname(entry),
    // Without `module`: Node would not load the files that only bundlers are meant to read.
    conditions: [],
    mainFields: ['main'],
    sourcemap: 'inline',
    sourcesContent: false,
    keepNames: true,
    logLevel: 'silent',
    loader: { '.node': 'copy', '.html': 'text', '.txt': 'text', '.graphql': 'text' },
    banner: format === 'esm' ? { js: require } : {},
    plugins: [workspaceSourcesOnly(dirname(outfile)), keepLocations()],
  };
}

/** `__dirname` and `import.meta.url` of each source keep naming that source, not the bundle. */
function keepLocations(): Plugin {
  return {
    name: 'keep-locations',
    setup(build) {
      build.onLoad({ filter: SOURCE }, async ({ path }) => {
        if (path.includes('/node_modules/')) return undefined;
        const text = await readFile(path, 'utf8');
        if (!/__dirname|__filename|import\.meta/.test(text)) return undefined;
        return { contents: withLocations(text, path), loader: loaderOf(path) };
      });
    },
  };
}

function withLocations(text: string, path: string): string {
  const lines = { file: JSON.stringify(path), dir: JSON.stringify(dirname(path)) };
  const url = JSON.stringify(new URL(`file://${path}`).href);
  const replaced = text
    .replace(/\bimport\.meta\.url\b/g, url)
    .replace(/\bimport\.meta\.dirname\b/g, lines.dir)
    .replace(/\bimport\.meta\.filename\b/g, lines.file);
  const declared = /\b(const|let|var)\s+(__dirname|__filename)\b/.test(text);
  if (declared || !/__dirname|__filename/.test(text)) return replaced;
  // On the first line, so that line numbers stay.
  const shebang = /^#!.*\n/.exec(replaced)?.[0] ?? '';
  return `const __dirname = ${lines.dir}, __filename = ${lines.file}; ${replaced.slice(shebang.length)}`;
}

function loaderOf(path: string): Loader {
  const extension = extname(path).slice(1).replace(/^[cm]/, '');
  return extension === 'ts' || extension === 'tsx' || extension === 'jsx' ? extension : 'js';
}
