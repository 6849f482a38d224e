import { hasModifier } from '../../engine/syntax/modifiers.js';
import { parseFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { offeredNames } from '../module/render.js';
import type { Profile } from '../version.js';

/**
 * What a module offers that is there, as `renderModule` takes it.
 *
 * @example heldNames('export const errors = { JWTExpired };', 'jose-6') // ['errors.JWTExpired']
 */
export function heldNames(text: string, profile: Profile): string[] {
  const { ast } = parseFile('module.ts', text);
  const names = ast.statements.flatMap((statement): string[] => {
    if (ts.isVariableStatement(statement)) return errorsIn(statement);
    if (ts.isExpressionStatement(statement)) return exportsIn(statement.expression);
    const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
    return isExported && isNamed(statement) && statement.name ? [statement.name.text] : [];
  });
  const typedefs = [...text.matchAll(/@typedef\b[\s\S]*?\}\s+(\w+)\s*(?:\*\/|$)/gm)];
  names.push(...typedefs.flatMap(([, name = '']) => name));
  const offered = offeredNames(profile);
  return names.filter((name) => offered.has(name));
}

type Named =
  ts.FunctionDeclaration | ts.ClassDeclaration | ts.InterfaceDeclaration | ts.TypeAliasDeclaration;

function isNamed(node: ts.Node): node is Named {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

/** Exported constants, and the members of `errors`. */
function errorsIn(statement: ts.VariableStatement): string[] {
  const isExported = hasModifier(statement, ts.SyntaxKind.ExportKeyword);
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!ts.isIdentifier(name)) return [];
    if (name.text === 'errors') return keysOf(initializer).map((key) => `errors.${key}`);
    return isExported ? [name.text] : [];
  });
}

/** `module.exports = { jwtVerify, errors }` */
function exportsIn(expression: ts.Expression): string[] {
  return ts.isBinaryExpression(expression) && expression.left.getText() === 'module.exports'
    ? keysOf(expression.right)
    : [];
}

function keysOf(node: ts.Expression | undefined): string[] {
  if (!node || !ts.isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : []));
}
