import { ts } from '../../engine/syntax/typescript.js';
import type { Chain, ModuleFile } from '../model/facts.js';
import { usesThis } from './own-this.js';
import type { NamedExport } from './shape.js';
import { stableName } from './stable.js';

/**
 * The exports of `module.exports = { a, b: c }`, where all of them are variables that keep their
 * value and the file does nothing else with its exports.
 */
export function listNames(module: ModuleFile, chain: Chain): NamedExport[] | undefined {
  const { value, statement } = chain;
  if (!statement || !ts.isObjectLiteralExpression(value) || value.properties.length === 0)
    return undefined;
  const isAlone = module.exportRefs.every(
    ({ node, use }) => use === 'mark' || chain.targets.includes(node),
  );
  if (!isAlone) return undefined;
  const names: NamedExport[] = [];
  for (const property of value.properties) {
    const made = listName(module, chain, property);
    if (!made || names.some(({ name }) => name === made.name)) return undefined;
    names.push(made);
  }
  return names;
}

function listName(
  module: ModuleFile,
  chain: Chain,
  property: ts.ObjectLiteralElementLike,
): NamedExport | undefined {
  const value = ts.isShorthandPropertyAssignment(property)
    ? property.name
    : ts.isPropertyAssignment(property)
      ? property.initializer
      : undefined;
  const key = property.name;
  if (!value || !key || !ts.isIdentifier(key) || key.text === '__proto__') return undefined;
  const declaration = stableName(module.bindings, value, chain.outer);
  if (!declaration || usesThis(module.bindings, value)) return undefined;
  return { name: key.text, local: declaration.text, declaration, chain, isLive: false };
}
