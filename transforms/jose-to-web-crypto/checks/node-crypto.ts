import type { Bindings } from '../../engine/syntax/bindings.js';
import { requireSpecifier } from '../../engine/syntax/modules.js';
import { ts } from '../../engine/syntax/typescript.js';

/** Whether a text imports node:crypto. */
export function isNodeCrypto(text: string): boolean {
  return /['"](?:node:)?crypto['"]/.test(text);
}

/**
 * The export of node:crypto that an expression stands for; undefined for anything else.
 *
 * @example the callee of `crypto.createSecretKey(bytes)` gives `createSecretKey`
 */
export function nodeCryptoName(bindings: Bindings, node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
    const declaration = bindings.resolve(node.expression);
    return declaration && isWholeModule(declaration) ? node.name.text : undefined;
  }
  if (!ts.isIdentifier(node)) return undefined;
  const declaration = bindings.resolve(node);
  return declaration && namedImport(declaration);
}

function isWholeModule({ parent }: ts.Identifier): boolean {
  if (ts.isNamespaceImport(parent)) return isCrypto(parent.parent.parent.moduleSpecifier);
  if (ts.isImportClause(parent)) return isCrypto(parent.parent.moduleSpecifier);
  return ts.isVariableDeclaration(parent) && isRequired(parent);
}

function namedImport({ parent }: ts.Identifier): string | undefined {
  if (ts.isImportSpecifier(parent))
    return isCrypto(parent.parent.parent.parent.moduleSpecifier)
      ? (parent.propertyName ?? parent.name).text
      : undefined;
  const holder = ts.isBindingElement(parent) ? parent.parent.parent : undefined;
  if (!holder || !ts.isVariableDeclaration(holder) || !isRequired(holder)) return undefined;
  return ts.isBindingElement(parent) ? (parent.propertyName ?? parent.name).getText() : undefined;
}

function isRequired({ initializer }: ts.VariableDeclaration): boolean {
  const specifier = initializer && requireSpecifier(initializer);
  return specifier === 'crypto' || specifier === 'node:crypto';
}

function isCrypto(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && /^(?:node:)?crypto$/.test(node.text);
}
