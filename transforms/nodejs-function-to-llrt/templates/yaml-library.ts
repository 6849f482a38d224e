import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';

const require = createRequire(import.meta.url);
let library: typeof Yaml | undefined;

/** Loaded when a template is read: most calls read none, and it takes twenty milliseconds. */
function yaml(): typeof Yaml {
  return (library ??= require('yaml') as typeof Yaml);
}

/** Reads YAML or JSON into a document; errors are in it. */
export function parseDocument(text: string): Yaml.Document {
  return yaml().parseDocument(text, { logLevel: 'silent', uniqueKeys: false });
}

export const isAlias = (node: unknown): node is Yaml.Alias => yaml().isAlias(node);
export const isMap = (node: unknown): node is Yaml.YAMLMap => yaml().isMap(node);
export const isPair = (node: unknown): node is Yaml.Pair => yaml().isPair(node);
export const isScalar = (node: unknown): node is Yaml.Scalar => yaml().isScalar(node);
export const isSeq = (node: unknown): node is Yaml.YAMLSeq => yaml().isSeq(node);
