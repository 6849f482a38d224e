import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isAssigned, isUpdated } from '../model/places.js';

/** Whether a variable is never written again after its declaration. */
export function isNeverWritten(bindings: Bindings, written: ts.Identifier): boolean {
  // A second `var` of the same name is the same variable.
  const name = bindings.lookup(written.text, written) ?? written;
  const isRedeclared = bindings
    .identifiers(name.text)
    .some((id) => id !== name && isDeclared(id) && bindings.resolve(id) === name);
  return !isRedeclared && !bindings.references(name).some((id) => isAssigned(id) || isUpdated(id));
}

function isDeclared(id: ts.Identifier): boolean {
  const { parent } = id;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isBindingElement(parent)) &&
    parent.name === id
  );
}

/**
 * The declaration at top level that an expression names, when it has its last value at a place:
 * exporting the variable is then the same as exporting what it holds there.
 */
export function stableName(
  bindings: Bindings,
  node: ts.Expression,
  place: ts.Node,
): ts.Identifier | undefined {
  if (!ts.isIdentifier(node)) return undefined;
  const name = bindings.resolve(node);
  if (!name || !isNeverWritten(bindings, name)) return undefined;
  const { parent } = name;
  if (ts.isFunctionDeclaration(parent)) return ts.isSourceFile(parent.parent) ? name : undefined;
  if (ts.isImportClause(parent) || ts.isImportSpecifier(parent) || ts.isNamespaceImport(parent))
    return name;
  if (parent.end > place.pos) return undefined;
  if (ts.isClassDeclaration(parent)) return ts.isSourceFile(parent.parent) ? name : undefined;
  const declaration = variableOf(name);
  const isTop =
    declaration &&
    ts.isVariableStatement(declaration.parent.parent) &&
    ts.isSourceFile(declaration.parent.parent.parent);
  return isTop && declaration.initializer ? name : undefined;
}

/** The variable declaration that a name belongs to, also as a part of a pattern. */
export function variableOf(name: ts.Identifier): ts.VariableDeclaration | undefined {
  let at: ts.Node = name.parent;
  while (ts.isBindingElement(at) || ts.isObjectBindingPattern(at) || ts.isArrayBindingPattern(at))
    at = at.parent;
  return ts.isVariableDeclaration(at) ? at : undefined;
}
