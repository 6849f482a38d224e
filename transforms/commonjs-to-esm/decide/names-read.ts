import type { PackageGraph } from '../graph/package-graph.js';

/**
 * Tells which exports may have the `name` of their function or class read: those of `f.name`, and
 * all where some file reads `constructor.name`.
 */
export function namesRead(graph: PackageGraph): (name: string) => boolean {
  const read = new Set<string>();
  for (const { bindings } of graph.modules.values())
    for (const { parent } of bindings.identifiers('name'))
      if ('expression' in parent && 'name' in parent) read.add(lastWord(parent.getText()));
  const isAny = read.has('constructor') || read.has('target');
  return (name) => isAny || read.has(name);
}

/** @example lastWord('error.constructor.name') // 'constructor' */
function lastWord(access: string): string {
  return /([\w$]+)\??\.name$/.exec(access)?.[1] ?? '';
}
