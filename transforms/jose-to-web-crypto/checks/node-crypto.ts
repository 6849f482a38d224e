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
  if (ts.isPropertyAccessExpression(node)) {
    if (isLoaded(node.expression)) return node.name.text;
    if (!ts.isIdentifier(node.expression)) return undefined;
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
  return initializer !== undefined && isLoaded(initializer);
}

/** `require('crypto')`, `await import('node:crypto')`, `process.getBuiltinModule('crypto')` */
function isLoaded(node: ts.Expression): boolean {
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAwaitExpression(inner))
    inner = inner.expression;
  if (!ts.isCallExpression(inner)) return false;
  const [specifier] = inner.arguments;
  if (specifier === undefined || !isCrypto(specifier)) return false;
  const { expression } = inner;
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true;
  if (requireSpecifier(inner) !== undefined) return true;
  return ts.isPropertyAccessExpression(expression) && expression.name.text === 'getBuiltinModule';
}

function isCrypto(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && /^(?:node:)?crypto$/.test(node.text);
}
