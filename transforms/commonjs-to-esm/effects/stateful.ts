import { ts } from '../../engine/syntax/typescript.js';
import type { ModuleFile } from '../model/facts.js';
import { isAssigned, isInFunction, isUpdated, memberAround } from '../model/places.js';

const held = new WeakMap<ModuleFile, boolean>();

/**
 * Whether functions of a file may change what the file holds: a variable at its top, an object in
 * one, or its exports. Calling any other function of it changes nothing there.
 */
export function isStateful(module: ModuleFile): boolean {
  const known = held.get(module);
  if (known !== undefined) return known;
  const found =
    module.globalWrites.length > 0 ||
    module.exportRefs.some(
      ({ isLater, use, base }) => isLater && (use !== 'read' || base === 'this'),
    ) ||
    hasChange(module, module.file.ast);
  held.set(module, found);
  return found;
}

function hasChange(module: ModuleFile, node: ts.Node): boolean {
  if (ts.isIdentifier(node) && changes(module, node)) return true;
  return ts.forEachChild(node, (child) => hasChange(module, child) || undefined) ?? false;
}

/** Whether an identifier in a function changes a variable at the top of the file, or what is in it. */
function changes({ bindings, requires }: ModuleFile, node: ts.Identifier): boolean {
  let at: ts.Node = node;
  for (let member = memberAround(at); member; member = memberAround(at)) at = member;
  const isWritten = isAssigned(at) || isUpdated(at);
  const isMethod = at !== node && ts.isCallExpression(at.parent) && at.parent.expression === at;
  if ((!isWritten && !isMethod) || !isInFunction(node)) return false;
  const name = bindings.resolve(node);
  if (!name || isInFunction(name) || ts.isParameter(name.parent)) return false;
  if (isWritten) return true;
  const { parent } = name;
  const isModule =
    !ts.isVariableDeclaration(parent) ||
    requires.some((site) => site.node === parent.initializer) ||
    ts.isObjectBindingPattern(parent.name);
  return !isModule;
}
