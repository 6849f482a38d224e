import type { Node, YAMLMap } from 'yaml';
import { layerEnding, type Architecture } from './handler-code.js';
import { extendLayers, ownRuntime, type SamFunction, type SamTemplate } from './sam.js';
import type { Entries, TemplateText } from './template-text.js';
import { Ref, type Value } from './value.js';
import { isScalar, isSeq } from './yaml-library.js';

/** The runtime of a function that brings its own. */
export const PROVIDED = 'provided.al2023';

/** How SAM builds a bundle for LLRT. */
const BUILD: Readonly<Record<string, Value>> = {
  Format: 'esm',
  Target: 'es2023',
  Minify: true,
  MainFields: 'browser,module,main',
  OutExtension: ['.js=.mjs'],
  External: ['@aws-sdk', '@smithy'],
};

/** The architecture that a function has, or would be given. */
export function architectureOf(
  template: TemplateText,
  sam: SamTemplate,
  { properties }: SamFunction,
): { readonly architecture: Architecture; readonly isWritten: boolean } {
  const written =
    template.find(properties, 'Architectures') ?? template.find(sam.globals, 'Architectures');
  if (!written) {
    // With layers that are made for x86_64, the default, the processor has to stay.
    const layers = template.find(properties, 'Layers') ?? template.find(sam.globals, 'Layers');
    return { architecture: layers ? 'x86_64' : 'arm64', isWritten: layers !== undefined };
  }
  const [first] = isSeq(written.value) ? written.value.items : [];
  const text = isScalar(first) && first.tag === undefined ? String(first.value) : '';
  const architecture = text === 'arm64' || text === 'x86_64' ? text : 'unknown';
  return { architecture, isWritten: true };
}

/** The name of the layer for a processor: one is enough where all functions have the same. */
export function layerName(
  template: TemplateText,
  sam: SamTemplate,
  architecture: Architecture,
): string {
  const isMixed = sam.functions.some(
    (one) => architectureOf(template, sam, one).architecture !== 'x86_64',
  );
  const held = (ending: string): string | undefined => {
    const layer = template.find(sam.resources, `LlrtLayer${ending}`);
    return layer && template.sourceOf(layer.value);
  };
  return `LlrtLayer${layerEnding(architecture, held, isMixed)}`;
}

/**
 * Moves functions that share one runtime to LLRT.
 *
 * @returns what has to be done besides, as sentences
 */
export function moveFunctions(
  template: TemplateText,
  sam: SamTemplate,
  functions: readonly SamFunction[],
): readonly string[] {
  const [first] = functions;
  if (!first) throw new Error('a runtime is that of a function');
  const notes = new Set<string>();
  const inGlobals = first.from === 'globals' && sam.isAllGlobal && sam.globals !== undefined;
  if (first.from !== 'globals' || inGlobals) template.put(first.runtime, PROVIDED);
  const done = new Set<YAMLMap>();
  const move = (map: YAMLMap, one: SamFunction): void => {
    if (done.has(map)) return;
    done.add(map);
    const isSet = inGlobals || one.from !== 'globals';
    const entries = optionsFor({ template, sam, one, map, notes });
    const all: Entries = { ...(isSet ? {} : { Runtime: PROVIDED }), ...entries };
    if (Object.keys(all).length > 0) template.add(map, all, ownRuntime(template, map, 'Runtime'));
  };
  if (inGlobals && sam.globals) move(sam.globals, first);
  for (const one of functions) {
    if (!inGlobals) move(one.properties, one);
    if (!done.has(one.resource)) buildWithEsbuild(template, one, notes);
    done.add(one.resource);
  }
  return [...notes];
}

interface OptionsContext {
  readonly template: TemplateText;
  readonly sam: SamTemplate;
  readonly one: SamFunction;
  readonly map: YAMLMap;
  readonly notes: Set<string>;
}

function optionsFor({ template, sam, one, map, notes }: OptionsContext): Entries {
  const { architecture, isWritten } = architectureOf(template, sam, one);
  const layer = new Ref(layerName(template, sam, architecture));
  const layers = extendLayers(template, map, 'Layers', layer);
  if (layers === 'unclear')
    notes.add(
      `The layers of \`${one.name}\` are no plain list: add \`!Ref ${layer.name}\` to them.`,
    );
  return {
    ...(isWritten ? {} : { Architectures: [architecture] }),
    ...(typeof layers === 'string' ? {} : { Layers: layers }),
  };
}

/** Lets SAM bundle a function with esbuild; what is said about its build so far stays. */
function buildWithEsbuild(
  template: TemplateText,
  { name, resource }: SamFunction,
  notes: Set<string>,
): void {
  const metadata = template.find(resource, 'Metadata');
  const map = template.map(resource, 'Metadata');
  if (!metadata || !map) {
    const build = { BuildMethod: 'esbuild', BuildProperties: BUILD };
    return template.add(resource, { Metadata: build }, template.find(resource, 'Type')?.pair);
  }
  const method = template.textAt(map, 'BuildMethod');
  if (method === undefined)
    return template.add(map, { BuildMethod: 'esbuild', BuildProperties: BUILD });
  if (method !== 'esbuild') {
    notes.add(
      `\`${name}\` is built with \`${method}\`: let that make an ES module for es2023, without \`@aws-sdk\` and \`@smithy\`.`,
    );
    return;
  }
  const properties = template.map(map, 'BuildProperties');
  if (!properties)
    return template.add(map, { BuildProperties: BUILD }, template.find(map, 'BuildMethod')?.pair);
  mergeBuild(template, properties, name, notes);
}

function mergeBuild(
  template: TemplateText,
  properties: YAMLMap,
  name: string,
  notes: Set<string>,
): void {
  const missing: Record<string, Value> = {};
  for (const [key, value] of Object.entries(BUILD)) {
    const found = template.find(properties, key);
    if (!found) missing[key] = value;
    else if (key === 'Format' || key === 'Target' || key === 'OutExtension')
      replaceWhereOther(template, found.value, value);
  }
  const external = template.find(properties, 'External')?.value;
  if (isSeq(external)) {
    const names = external.items.map((item) => (isScalar(item) ? String(item.value) : ''));
    const lacking = ['@aws-sdk', '@smithy'].filter(
      (sdk) => !names.some((one) => one === sdk || one === `${sdk}/*`),
    );
    if (lacking.length > 0) template.append(external, lacking);
    const others = names.filter(
      (one) => !/^(?:@aws-sdk|@smithy|@aws-crypto|node:)/.test(one) && one !== '',
    );
    if (others.length > 0)
      notes.add(
        `The bundle of \`${name}\` leaves out ${others.map((one) => `\`${one}\``).join(', ')}: LLRT loads no packages from layers, so bundle them.`,
      );
  }
  if (Object.keys(missing).length > 0) template.add(properties, missing);
}

function replaceWhereOther(template: TemplateText, node: Node, value: Value): void {
  const isSame = isSeq(node)
    ? node.items.length === 1 && isScalar(node.items[0]) && node.items[0].value === '.js=.mjs'
    : isScalar(node) &&
      (node.value === value ||
        (value === 'es2023' && /^es20(?:1\d|2[0-3])$/i.test(String(node.value))));
  if (!isSame) template.put(node, value);
}
