import { posix } from 'node:path';
import { propertyText } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { COMPAT_MODULE } from './names.js';

/** The exported name of the compat module that a callee refers to; empty for anything else. */
export function compatName(program: SourceProgram, file: string, callee: ts.Expression): string {
  if (!ts.isIdentifier(callee)) return '';
  const declaration = program.bindings(file).resolve(callee);
  if (!declaration) return '';
  const parent = declaration.parent;
  if (ts.isImportSpecifier(parent)) {
    const from = parent.parent.parent.parent.moduleSpecifier;
    return isCompatSpecifier(from) ? (parent.propertyName ?? parent.name).text : '';
  }
  if (ts.isBindingElement(parent) && ts.isVariableDeclaration(parent.parent.parent)) {
    const required = parent.parent.parent.initializer;
    if (required && ts.isCallExpression(required) && isCompatSpecifier(required.arguments[0]))
      return propertyText(parent.propertyName ?? parent.name) ?? '';
  }
  return '';
}

/** Whether a module specifier node names the compat module. */
export function isCompatSpecifier(node: ts.Node | undefined): boolean {
  return (
    node !== undefined &&
    ts.isStringLiteralLike(node) &&
    posix.basename(node.text).replace(/\.[cm]?[jt]s$/, '') === COMPAT_MODULE
  );
}
