import { ts } from '../engine/syntax/typescript.js';
import type { Bindings } from '../engine/syntax/bindings.js';
import { isCompatSpecifier } from './graph/compat-module.js';

/** Names of the compat module that are types, imported as such in TypeScript and not at all in JavaScript. */
export const COMPAT_TYPES: ReadonlySet<string> = new Set(['Env']);

/**
 * The name by which a file calls a function of the compat module: its own, unless the
 * file uses that name for something else.
 */
export function localName(bindings: Bindings, name: string): string {
  const isTaken = bindings.identifiers(name).some((id) => declaresOther(id));
  return isTaken ? `lambdaApi${name.charAt(0).toUpperCase()}${name.slice(1)}` : name;
}

/** The name by which a file calls a type of Hono: `Context` is one of the Lambda types too. */
export function honoTypeName(bindings: Bindings, name: string): string {
  const isTaken = bindings.identifiers(name).some((id) => {
    const parent = id.parent;
    if (ts.isImportSpecifier(parent)) {
      const { moduleSpecifier } = parent.parent.parent.parent;
      return parent.name === id && moduleSpecifier.getText().slice(1, -1) !== 'hono';
    }
    const isDeclared =
      ts.isInterfaceDeclaration(parent) ||
      ts.isTypeAliasDeclaration(parent) ||
      ts.isClassLike(parent);
    return (isDeclared && parent.name === id) || ts.isImportClause(parent);
  });
  return isTaken ? `Hono${name}` : name;
}

function declaresOther(id: ts.Identifier): boolean {
  const parent = id.parent;
  if (ts.isImportSpecifier(parent)) {
    const { moduleSpecifier } = parent.parent.parent.parent;
    return parent.name === id && !isCompatSpecifier(moduleSpecifier);
  }
  if (ts.isImportClause(parent) || ts.isNamespaceImport(parent)) return true;
  if (ts.isBindingElement(parent) && parent.name === id) {
    const variable = parent.parent.parent;
    const source = ts.isVariableDeclaration(variable) ? variable.initializer : undefined;
    return !(source && ts.isCallExpression(source) && isCompatSpecifier(source.arguments[0]));
  }
  const isDeclared =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isFunctionDeclaration(parent) ||
    ts.isFunctionExpression(parent) ||
    ts.isClassLike(parent);
  return isDeclared && parent.name === id;
}
