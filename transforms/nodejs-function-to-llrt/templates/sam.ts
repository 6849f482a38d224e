import type { Node, Pair, Scalar, YAMLMap } from 'yaml';
import { TemplateText } from './template-text.js';
import { Ref, Source, type Value } from './value.js';
import { isMap, isScalar, isSeq } from './yaml-library.js';

/** A function of a SAM template that runs on Node.js. */
export interface SamFunction {
  readonly name: string;
  readonly resource: YAMLMap;
  readonly properties: YAMLMap;
  /** Where its runtime is written: in itself, in what is merged into it, or in Globals. */
  readonly from: 'own' | 'merged' | 'globals';
  /** The node of the runtime, aliases followed. */
  readonly runtime: Node;
  /** For example `nodejs22.x`. */
  readonly runtimeText: string;
  /** Folder and handler, for example `src/index.handler`. */
  readonly handler: string | undefined;
  /** The code is written in the template. */
  readonly isInline: boolean;
}

/** What matters of a SAM template. */
export interface SamTemplate {
  readonly resources: YAMLMap;
  readonly globals: YAMLMap | undefined;
  readonly functions: readonly SamFunction[];
  /** Whether every function of the template takes its runtime from Globals. */
  readonly isAllGlobal: boolean;
}

const FUNCTION = /^AWS::(?:Serverless|Lambda)::Function$/;

/** Reads a template; undefined where it has no resources, or does not parse. */
export function readSam(template: TemplateText): SamTemplate | undefined {
  const root = template.root();
  const resources = template.map(root, 'Resources');
  if (!root || !resources) return undefined;
  const globals = template.map(template.map(root, 'Globals'), 'Function');
  const all = template
    .entries(resources)
    .filter((entry): entry is readonly [string, YAMLMap] => isMap(entry[1]))
    .filter(([, map]) => FUNCTION.test(template.textAt(map, 'Type') ?? ''));
  const functions = all.flatMap(([name, resource]) => {
    const properties = template.map(resource, 'Properties');
    const isServerless = template.textAt(resource, 'Type')?.includes('Serverless') === true;
    if (!properties) return [];
    return functionOf(
      template,
      root,
      { name, resource, properties },
      isServerless ? globals : undefined,
    );
  });
  const isAllGlobal = functions.length === all.length && functions.every(isPlainlyGlobal(template));
  return { resources, globals, functions, isAllGlobal };
}

/** Whether nothing of a function itself says which processor it has, or that it cannot be moved. */
function isPlainlyGlobal(template: TemplateText): (one: SamFunction) => boolean {
  return ({ from, isInline, properties }) =>
    from === 'globals' && !isInline && !template.find(properties, 'Architectures');
}

function functionOf(
  template: TemplateText,
  root: YAMLMap,
  parts: Pick<SamFunction, 'name' | 'resource' | 'properties'>,
  globals: YAMLMap | undefined,
): SamFunction[] {
  const { properties } = parts;
  if (template.textAt(properties, 'PackageType') === 'Image') return [];
  const own = template.find(properties, 'Runtime');
  const found = own ?? template.find(globals, 'Runtime');
  const runtimeText = found && runtimeOf(template, root, found.value);
  if (!found || runtimeText === undefined) return [];
  const from = own ? (own.isOwn ? 'own' : 'merged') : 'globals';
  const folder =
    template.textAt(properties, 'CodeUri') ?? template.textAt(globals, 'CodeUri') ?? '.';
  const handler = template.textAt(properties, 'Handler') ?? template.textAt(globals, 'Handler');
  return [
    {
      ...parts,
      from,
      runtime: found.value,
      runtimeText,
      handler: handler === undefined ? undefined : `${folder}/${handler}`,
      isInline:
        template.find(properties, 'InlineCode') !== undefined ||
        template.find(template.map(properties, 'Code'), 'ZipFile') !== undefined,
    },
  ];
}

/** `nodejs22.x`, also as the default of a parameter; undefined for other runtimes. */
function runtimeOf(template: TemplateText, root: YAMLMap, value: Node): string | undefined {
  const text = isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
  const reference = isMap(value) ? template.textAt(value, 'Ref') : undefined;
  const isTagged = isScalar(value) && value.tag === '!Ref';
  const parameter = isTagged ? text : reference;
  const written =
    parameter === undefined
      ? text
      : template.textAt(template.map(template.map(root, 'Parameters'), parameter), 'Default');
  return written !== undefined && /^nodejs\d+\.x$/.test(written) ? written : undefined;
}

/**
 * The list of layers of a function with another one behind it.
 *
 * @param isCopied the list stays as it is, and its items are written again
 */
export function extendLayers(
  template: TemplateText,
  map: YAMLMap,
  key: 'Layers' | 'layers',
  layer: Ref,
  isCopied = false,
): Value | 'appended' | 'unclear' {
  const found = template.find(map, key);
  if (!found) return [layer];
  if (!isSeq(found.value)) return 'unclear';
  if (!isCopied && found.isOwn && found.pair.value === found.value) {
    template.append(found.value, [layer]);
    return 'appended';
  }
  const sources = found.value.items.map((item) => template.sourceOf(item as Node));
  if (sources.some((source) => source.includes('\n'))) return 'unclear';
  return [...sources.map((source) => new Source(source)), layer];
}

/** The pair of a runtime that is written in a function itself. */
export function ownRuntime(template: TemplateText, map: YAMLMap, key: string): Pair | undefined {
  const found = template.find(map, key);
  return found?.isOwn ? found.pair : undefined;
}

/** Whether a node is plain text. */
export function isText(node: Node | undefined): node is Scalar<string> {
  return isScalar(node) && typeof node.value === 'string';
}
