import { writeFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Metafile } from 'esbuild';
import {
  flavourOf,
  isEmbedded,
  isSdkClient,
  type SdkFlavour,
} from '../../../transforms/llrt/sdk.js';
import { bundleOptions, resolveForLlrt } from '../../check/bundle-entry.js';
import { READ, TYPEOF } from '../child/llrt/names.js';
import { stubModules } from '../entry/stub-modules.js';

/** A place in a source of the workspace. */
export interface SourcePlace {
  /** Relative to the workspace root, forward slashes. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** A module that a bundle leaves to the runtime. */
export interface OutsideImport {
  readonly specifier: string;
  /** The sources that import it, relative to the workspace root. */
  readonly importers: readonly string[];
}

/** A bundle for LLRT, on disk. */
export interface LlrtBundle {
  /** Absolute path of the module. */
  readonly module: string;
  readonly code: string;
  /** The smallest binary of LLRT that has what the bundle leaves out. */
  readonly flavour: SdkFlavour;
  readonly outside: readonly OutsideImport[];
  readonly usedStubs: readonly string[];
  /** Sources of the workspace that are in it, relative to the root. */
  readonly sources: readonly string[];
  /** The source behind a place of the bundle, lines and columns from 1. */
  placeOf(line: number, column: number): SourcePlace | undefined;
}

/** What to bundle. */
export interface LlrtBundling {
  /** Absolute path of the copy of the workspace. */
  readonly root: string;
  /** Relative to the root. */
  readonly entry: string;
  /** The release with facts. */
  readonly facts: string;
  /** Undefined: the smallest binary that fits. */
  readonly flavour: SdkFlavour | undefined;
  readonly members: ReadonlyMap<string, string>;
  readonly stubs: readonly string[];
  /** Globals to rename, see `child/llrt/names.ts`; none for LLRT itself. */
  readonly names: readonly string[];
  readonly minify?: boolean;
}

/**
 * Bundles an entry as it would be deployed to LLRT, into a file beside it. What the binary brings
 * of the AWS SDK, and the modules of Node.js, are left out.
 *
 * @throws Error of esbuild with file and line
 */
export async function bundleForLlrt(bundling: LlrtBundling): Promise<LlrtBundle> {
  const { root, entry, names, stubs, members } = bundling;
  const { build } = await import('esbuild');
  const used = new Set<string>();
  const left = new Set<string>();
  const isLeftOut = (specifier: string): boolean => {
    const is = isEmbedded(bundling.facts, bundling.flavour ?? 'full', specifier);
    if (is) left.add(specifier);
    return is;
  };
  const { outdir: _outdir, ...options } = bundleOptions(root, entry, 'esm');
  const module = join(root, dirname(entry), `.llrt-migrate-verify.${fileNumber(entry)}.llrt.mjs`);
  const result = await build({
    ...options,
    outfile: module,
    minify: bundling.minify === true,
    define: Object.fromEntries([...names, 'globalThis'].map((name) => [name, READ + name])),
    plugins: [
      stubModules(stubs, used),
      resolveForLlrt({ root, members, isLeftOut, onUnresolved: () => undefined }),
    ],
    write: false,
    metafile: true,
    ...(names.length === 0 ? { define: {} } : {}),
  });
  const text = (suffix: string): string =>
    result.outputFiles.find(({ path }) => path.endsWith(suffix))?.text ?? '';
  const code = askingByOtherName(text('.mjs'));
  const map = text('.mjs.map');
  const inline = Buffer.from(map).toString('base64');
  writeFileSync(module, `${code}\n//# sourceMappingURL=data:application/json;base64,${inline}\n`);
  return {
    module,
    code,
    flavour: bundling.flavour ?? smallestFlavour(left),
    outside: outsideOf(result.metafile),
    usedStubs: [...used],
    sources: Object.keys(result.metafile.inputs).filter((path) => !path.includes('node_modules/')),
    placeOf: placesOf(map, module, root),
  };
}

/** `typeof __llrt_x` asks and does not fail, so it reads another name; positions stay. */
function askingByOtherName(code: string): string {
  const asked = new RegExp(`\\btypeof ${READ}(\\w+)(?![\\w$]|\\s*(?:\\.|\\?\\.|\\[|\\())`, 'g');
  return code.replace(asked, `typeof ${TYPEOF}$1`);
}

function smallestFlavour(left: ReadonlySet<string>): SdkFlavour {
  const clients = [...left].filter(isSdkClient);
  return clients.some((client) => flavourOf(client) === 'full') ? 'full' : 'std';
}

/** Distinguishes the outputs of several entries in one folder. */
function fileNumber(entry: string): string {
  return Buffer.from(entry).toString('hex').slice(-80);
}

/** What is left to the runtime, with the sources that ask for it; what is never reached is not. */
function outsideOf({ inputs, outputs }: Metafile): readonly OutsideImport[] {
  const kept = new Set(
    Object.values(outputs).flatMap(({ imports }) =>
      imports.filter(({ external }) => external).map(({ path }) => path),
    ),
  );
  return [...kept].map((specifier) => ({
    specifier,
    importers: Object.entries(inputs).flatMap(([path, { imports }]) =>
      imports.some((one) => one.external && one.path === specifier) ? [path] : [],
    ),
  }));
}

function placesOf(map: string, module: string, root: string): LlrtBundle['placeOf'] {
  const places = new SourceMap(JSON.parse(map));
  return (line, column) => {
    const found = places.findEntry(line - 1, column - 1);
    if (!('originalSource' in found)) return undefined;
    const absolute = resolve(dirname(module), found.originalSource);
    return {
      file: readable(relative(root, absolute).split(sep).join('/')),
      line: found.originalLine + 1,
      column: found.originalColumn + 1,
    };
  };
}

/** A linked package lies elsewhere: its path below node_modules is the same on every machine. */
export function readable(file: string): string {
  const at = file.startsWith('..') ? file.lastIndexOf('node_modules/') : -1;
  return at < 0 ? file : file.slice(at);
}
