import type { Node, YAMLMap } from 'yaml';
import type { Architecture } from './handler-code.js';
import type { TemplateText } from './template-text.js';
import { isMap, isScalar, isSeq } from './yaml-library.js';

/** A function of a serverless.yml that runs on Node.js. */
export interface ServerlessFunction {
  readonly name: string;
  readonly map: YAMLMap;
  /** Where its runtime is written. */
  readonly from: 'own' | 'provider';
  /** The node of the runtime, aliases followed; the name of the provider where none is written. */
  readonly runtime: Node;
  readonly runtimeText: string;
  readonly handler: string | undefined;
}

/** What matters of a serverless.yml. */
export interface ServerlessTemplate {
  readonly root: YAMLMap;
  readonly provider: YAMLMap;
  readonly functions: readonly ServerlessFunction[];
  /** Whether every function takes runtime and processor from the provider, as far as they are in this file. */
  readonly isAllProvider: boolean;
  /** Some functions are in other files. */
  readonly isPartial: boolean;
  readonly hasRuntime: boolean;
}

/** Reads a template; undefined where it has no provider, or does not parse. */
export function readServerless(template: TemplateText): ServerlessTemplate | undefined {
  const root = template.root();
  const provider = template.map(root, 'provider');
  if (!root || !provider) return undefined;
  const listed = template.find(root, 'functions')?.value;
  const maps = isSeq(listed) ? listed.items.map((item) => template.resolve(item)) : [listed];
  const all = maps
    .filter((map): map is YAMLMap => isMap(map))
    .flatMap((map) => template.entries(map))
    .filter((entry): entry is readonly [string, YAMLMap] => isMap(entry[1]));
  const common = template.find(provider, 'runtime')?.value;
  const fallback = common ?? template.find(provider, 'name')?.value;
  const functions = all.flatMap(([name, map]) => functionOf(template, root, name, map, fallback));
  const isPartial = maps.some((map) => map !== undefined && !isMap(map));
  const isAllProvider =
    functions.length === all.length &&
    functions.every(({ from, map }) => from === 'provider' && !template.find(map, 'architecture'));
  return { root, provider, functions, isAllProvider, isPartial, hasRuntime: common !== undefined };
}

function functionOf(
  template: TemplateText,
  root: YAMLMap,
  name: string,
  map: YAMLMap,
  common: Node | undefined,
): ServerlessFunction[] {
  if (template.find(map, 'image')) return [];
  const own = template.find(map, 'runtime');
  const runtime = own?.value ?? common;
  const runtimeText = runtime && runtimeOf(template, root, runtime);
  if (!runtime || runtimeText === undefined) return [];
  const handler = template.textAt(map, 'handler');
  return [{ name, map, from: own ? 'own' : 'provider', runtime, runtimeText, handler }];
}

/** `nodejs22.x`, also through a variable of the file; undefined for other runtimes. */
function runtimeOf(template: TemplateText, root: YAMLMap, node: Node): string | undefined {
  const text = isScalar(node) && typeof node.value === 'string' ? node.value : '';
  // The provider names no runtime: that of the framework is one of Node.js.
  if (text === 'aws') return 'nodejs (as none is written)';
  const [, path] = /^\$\{self:([\w.]+)\}$/.exec(text) ?? [];
  if (path !== undefined) {
    const steps = path.split('.');
    const holder = steps
      .slice(0, -1)
      .reduce<YAMLMap | undefined>((map, step) => template.map(map, step), root);
    return runtimeName(template.textAt(holder, steps.at(-1) ?? '') ?? '');
  }
  return runtimeName(text);
}

/** The name itself, or the default of a variable. */
function runtimeName(text: string): string | undefined {
  return /^(?:\$\{.*['" ])?(nodejs\d+\.x)(?:['" ]*\})?$/.exec(text)?.[1];
}

/** The processor that a function has, or would be given. */
export function processorOf(
  template: TemplateText,
  { provider }: ServerlessTemplate,
  { map }: ServerlessFunction,
): { readonly architecture: Architecture; readonly isWritten: boolean } {
  const written = template.find(map, 'architecture') ?? template.find(provider, 'architecture');
  if (!written) {
    // With layers that are made for x86_64, the default, the processor has to stay.
    const layers = template.find(map, 'layers') ?? template.find(provider, 'layers');
    return { architecture: layers ? 'x86_64' : 'arm64', isWritten: layers !== undefined };
  }
  const text = isScalar(written.value) ? written.value.value : undefined;
  return {
    architecture: text === 'arm64' || text === 'x86_64' ? text : 'unknown',
    isWritten: true,
  };
}
