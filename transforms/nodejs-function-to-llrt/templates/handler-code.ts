import { posix } from 'node:path';
import type { PackageView } from '../../engine/transform.js';
import { packageName, reachOf } from '../entry.js';
import { binaryFor, isUnrunnable, LLRT_VERSION } from '../sdk.js';

/** What a template says of the processor of a function. */
export type Architecture = 'arm64' | 'x86_64' | 'unknown';

/** The code behind the handlers of a template. */
export interface HandlerCode {
  /** Sources by handler, for example `src/index.handler`; those that were not found are not in it. */
  readonly sources: ReadonlyMap<string, string>;
  /** The binary with all AWS clients is needed. */
  readonly needsFull: boolean;
  /** What stands in the way, as sentences. */
  readonly notes: readonly string[];
}

/**
 * Looks for the sources of handlers, and at what they load.
 *
 * @param folder of the template
 * @param handlers paths with the export behind them, relative to that folder
 */
export function codeBehind(
  pkg: PackageView,
  folder: string,
  handlers: readonly string[],
): HandlerCode {
  const sources = new Map<string, string>();
  const notes = new Set<string>();
  let needsFull = false;
  for (const handler of handlers) {
    const source = sourceOf(pkg, folder, handler);
    if (source === undefined) continue;
    sources.set(handler, source);
    const { loaded, missing } = reachOf(pkg, source);
    const unrunnable = [...loaded.keys()].filter((specifier) => {
      const name = packageName(specifier);
      return isUnrunnable(specifier, name, pkg.installedVersion(name), true);
    });
    const [bad] = [...unrunnable, ...missing.keys()];
    if (bad !== undefined)
      notes.add(`\`${source}\` loads \`${bad}\`, which LLRT cannot run: migrate the code first.`);
    const binary = binaryFor(new Set([...loaded.keys()].map(packageName)));
    if (typeof binary !== 'string')
      notes.add(`\`${source}\` uses \`${binary.lacks}\`, which no binary of LLRT has.`);
    if (binary === 'FULL_SDK') needsFull = true;
  }
  return { sources, needsFull, notes: [...notes] };
}

/** The handlers of functions that have one. */
export function handlersOf(
  functions: readonly { readonly handler: string | undefined }[],
): readonly string[] {
  return functions.flatMap(({ handler }) => handler ?? []);
}

function sourceOf(pkg: PackageView, folder: string, handler: string): string | undefined {
  const files = pkg.workspace?.files ?? pkg.files;
  const stem = posix.join(folder, handler.replace(/\.[^./]*$/, ''));
  return ['ts', 'mts', 'cts', 'tsx', 'js', 'mjs', 'cjs', 'jsx']
    .map((extension) => `${stem}.${extension}`)
    .find((file) => files.includes(file));
}

/** The file of a release of LLRT that a layer is made of. */
export function layerFile(architecture: Architecture, needsFull: boolean): string {
  const processor = architecture === 'x86_64' ? 'x64' : 'arm64';
  return `llrt-lambda-${processor}${needsFull ? '-full-sdk' : ''}.zip`;
}

/** How to come by that file. */
export function layerSentence(file: string, architecture: Architecture): string {
  const other =
    architecture === 'unknown'
      ? ' The template does not say which processor the functions have: for x86_64 take the file with `x64` in its name, here and below.'
      : '';
  return `Download \`${file}\` of LLRT ${LLRT_VERSION} into the folder of the template.${other}`;
}

/**
 * Which of several layers a function takes: one for all is enough where all have the same processor.
 *
 * @param held text of what the template makes the layer with a name of; undefined where there is none
 * @param isMixed whether other functions have another processor
 * @returns the ending of its name: none, `X64` or `Arm64`
 */
export function layerEnding(
  architecture: Architecture,
  held: (ending: string) => string | undefined,
  isMixed: boolean,
): string {
  const own = architecture === 'x86_64' ? 'X64' : 'Arm64';
  const other = architecture === 'x86_64' ? 'arm64' : 'x64';
  if (held(own) !== undefined) return own;
  const common = held('');
  if (common !== undefined) return common.includes(`llrt-lambda-${other}`) ? own : '';
  return isMixed && architecture === 'x86_64' ? own : '';
}
