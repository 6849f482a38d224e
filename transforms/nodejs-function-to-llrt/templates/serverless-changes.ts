import type { Node, YAMLMap } from 'yaml';
import { layerEnding, type Architecture } from './handler-code.js';
import { extendLayers, isText, ownRuntime } from './sam.js';
import { processorOf, type ServerlessFunction, type ServerlessTemplate } from './serverless.js';
import { PROVIDED } from './sam-changes.js';
import type { Entries, TemplateText } from './template-text.js';
import { Ref } from './value.js';
import { isMap, isScalar, isSeq } from './yaml-library.js';

/** Folder of the bundles. */
export const OUTPUT = 'dist';
/** What is packed: the bundles alone. */
const PATTERNS = ['!**', `${OUTPUT}/**`];
/** Plugins that bundle functions on Node.js, and no others. */
const BUNDLERS =
  /^(?:serverless-esbuild|serverless-bundle|serverless-webpack|serverless-plugin-typescript|serverless-jetpack)$/;

/** Name of a layer below `layers`, and the resource that the framework makes of it. */
export function layerOf(
  template: TemplateText,
  all: ServerlessTemplate,
  architecture: Architecture,
): { readonly key: string; readonly ref: Ref } {
  const isMixed = all.functions.some(
    (one) => processorOf(template, all, one).architecture !== 'x86_64',
  );
  const layers = template.map(all.root, 'layers');
  const held = (ending: string): string | undefined => {
    const layer = template.find(layers, `llrt${ending}`);
    return layer && template.sourceOf(layer.value);
  };
  const ending = layerEnding(architecture, held, isMixed);
  return { key: `llrt${ending}`, ref: new Ref(`Llrt${ending}LambdaLayer`) };
}

/**
 * Moves functions that share one runtime to LLRT.
 *
 * @param sources by handler: the bundle of each has the path of its source
 * @returns what has to be done besides, as sentences
 */
export function moveServerless(
  template: TemplateText,
  all: ServerlessTemplate,
  functions: readonly ServerlessFunction[],
  sources: ReadonlyMap<string, string>,
): readonly string[] {
  const [first] = functions;
  if (!first) throw new Error('a runtime is that of a function');
  const notes = new Set<string>();
  const inProvider = first.from === 'provider' && all.isAllProvider;
  const isWritten = first.from === 'own' || all.hasRuntime;
  if (isWritten && (first.from === 'own' || inProvider)) template.put(first.runtime, PROVIDED);
  if (inProvider) moveProvider(template, all, first, notes);
  const done = new Set<YAMLMap>();
  for (const one of functions) {
    if (done.has(one.map)) continue;
    done.add(one.map);
    moveHandler(template, one, sources, notes);
    moveFunction(template, all, one, inProvider, notes);
  }
  if (inProvider) {
    packBundles(template, all.root, 'package', notes);
    removeBundlers(template, all.root, notes);
  }
  return [...notes];
}

function moveProvider(
  template: TemplateText,
  all: ServerlessTemplate,
  first: ServerlessFunction,
  notes: Set<string>,
): void {
  const { provider } = all;
  const { architecture, isWritten } = processorOf(template, all, first);
  const layers = extendLayers(
    template,
    provider,
    'layers',
    layerOf(template, all, architecture).ref,
  );
  if (layers === 'unclear')
    notes.add(unclear('the provider', layerOf(template, all, architecture).ref));
  template.add(
    provider,
    {
      ...(all.hasRuntime ? {} : { runtime: PROVIDED }),
      ...(isWritten ? {} : { architecture }),
      ...(typeof layers === 'string' ? {} : { layers }),
    },
    ownRuntime(template, provider, 'runtime'),
  );
}

/** Layers of a function take the place of those of the provider. */
function moveFunction(
  template: TemplateText,
  all: ServerlessTemplate,
  one: ServerlessFunction,
  inProvider: boolean,
  notes: Set<string>,
): void {
  const { map, name, from } = one;
  const { architecture, isWritten } = processorOf(template, all, one);
  const { ref } = layerOf(template, all, architecture);
  const holder = template.find(map, 'layers') ? map : inProvider ? undefined : all.provider;
  const layers = holder && extendOwn(template, map, holder, ref);
  if (layers === 'unclear') notes.add(unclear(`\`${name}\``, ref));
  const entries: Entries = {
    ...(inProvider || from === 'own' ? {} : { runtime: PROVIDED }),
    ...(inProvider || isWritten ? {} : { architecture }),
    ...(layers === undefined || typeof layers === 'string' ? {} : { layers }),
  };
  if (Object.keys(entries).length > 0)
    template.add(map, entries, ownRuntime(template, map, 'runtime'));
  if (!inProvider) packBundles(template, map, 'package', notes);
}

function extendOwn(
  template: TemplateText,
  map: YAMLMap,
  holder: YAMLMap,
  ref: Ref,
): ReturnType<typeof extendLayers> {
  if (holder === map || !template.find(holder, 'layers'))
    return extendLayers(template, map, 'layers', ref);
  return extendLayers(template, holder, 'layers', ref, true);
}

function unclear(owner: string, { name }: Ref): string {
  return `The layers of ${owner} are no plain list: add \`!Ref ${name}\` to them.`;
}

function moveHandler(
  template: TemplateText,
  { map, name, handler }: ServerlessFunction,
  sources: ReadonlyMap<string, string>,
  notes: Set<string>,
): void {
  const node = template.find(map, 'handler')?.value;
  if (handler !== undefined && sources.has(handler) && isText(node))
    return template.put(node, `${OUTPUT}/${handler.replace(/^\.\//, '')}`);
  notes.add(
    `The source of \`${name}\` (handler \`${handler ?? ''}\`) was not found: put its bundle below \`${OUTPUT}\`, and name that as handler.`,
  );
}

/** Packs the bundles and nothing else. */
function packBundles(template: TemplateText, map: YAMLMap, key: string, notes: Set<string>): void {
  const options = template.find(map, key);
  const isTop = template.root() === map;
  if (!options)
    return template.add(map, {
      [key]: { ...(isTop ? {} : { individually: true }), patterns: PATTERNS },
    });
  if (!isMap(options.value))
    return void notes.add(`Pack \`${OUTPUT}/**\` alone: \`package\` is written elsewhere.`);
  const patterns = template.find(options.value, 'patterns')?.value;
  // The last pattern that fits a file decides.
  if (isSeq(patterns)) return template.append(patterns, PATTERNS);
  template.add(options.value, {
    ...(isTop || template.find(options.value, 'individually') ? {} : { individually: true }),
    patterns: PATTERNS,
  });
}

function removeBundlers(template: TemplateText, root: YAMLMap, notes: Set<string>): void {
  const plugins = template.find(root, 'plugins');
  if (!plugins || !isSeq(plugins.value)) return;
  const found = plugins.value.items.filter(
    (item): item is Node & { value: string } => isScalar(item) && BUNDLERS.test(String(item.value)),
  );
  if (found.length === 0) return;
  const names = found.map(({ value }) => `\`${value}\``).join(', ');
  notes.add(`${names} bundles functions on Node.js alone, so the command takes its place.`);
  if (found.length === plugins.value.items.length && plugins.value.flow !== true)
    template.removePair(plugins.pair);
  else if (plugins.value.flow !== true) found.forEach((item) => template.removeItem(item));
  else notes.add(`Take ${names} out of \`plugins\`.`);
}
