import { unwrap } from './syntax/evaluate.js';
import { parseFile } from './syntax/parse.js';
import { ts } from './syntax/typescript.js';

/** Settings of Prettier that need no code to be known. */
export type LiteralSettings = Readonly<Record<string, string | number | boolean>>;

/**
 * Reads a Prettier configuration that is a program without running it: only one that does
 * nothing but export an object of strings, numbers and booleans, itself or by the name of a
 * constant.
 *
 * @returns undefined for every other program, also for one with `overrides` or `plugins`
 * @example literalSettings('.prettierrc.js', 'module.exports = { semi: false };') // { semi: false }
 */
export function literalSettings(path: string, text: string): LiteralSettings | undefined {
  const { ast, syntaxError } = parseFile(path, text);
  if (syntaxError) return undefined;
  const constants = new Map<string, ts.Expression>();
  let exported: ts.Expression | undefined;
  for (const statement of ast.statements) {
    if (isWithoutEffect(statement)) continue;
    const constant = constantOf(statement);
    const target = exportOf(statement);
    if (constant) constants.set(constant.name, constant.value);
    else if (target && !exported) exported = unwrap(target);
    else return undefined;
  }
  if (!exported) return undefined;
  return valuesOf(ts.isIdentifier(exported) ? constants.get(exported.text) : exported);
}

/** `'use strict'`, a lone semicolon, or an import of types. */
function isWithoutEffect(statement: ts.Statement): boolean {
  if (ts.isExpressionStatement(statement)) return ts.isStringLiteral(statement.expression);
  if (ts.isImportDeclaration(statement)) return statement.importClause?.isTypeOnly === true;
  return ts.isEmptyStatement(statement);
}

function constantOf(
  statement: ts.Statement,
): { readonly name: string; readonly value: ts.Expression } | undefined {
  if (!ts.isVariableStatement(statement) || statement.modifiers) return undefined;
  const [declaration, ...more] = statement.declarationList.declarations;
  if (!declaration?.initializer || more.length > 0) return undefined;
  if (!ts.isIdentifier(declaration.name) || !valuesOf(declaration.initializer)) return undefined;
  return { name: declaration.name.text, value: declaration.initializer };
}

function exportOf(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isExportAssignment(statement)) return statement.expression;
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  const isModuleExports =
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    expression.left.getText() === 'module.exports';
  return isModuleExports ? expression.right : undefined;
}

function valuesOf(node: ts.Expression | undefined): LiteralSettings | undefined {
  const object = node && unwrap(node);
  if (!object || !ts.isObjectLiteralExpression(object)) return undefined;
  const settings = new Map<string, string | number | boolean>();
  for (const property of object.properties) {
    if (!ts.isPropertyAssignment(property)) return undefined;
    const { name } = property;
    const value = literalOf(unwrap(property.initializer));
    if (value === undefined || !(ts.isIdentifier(name) || ts.isStringLiteral(name)))
      return undefined;
    settings.set(name.text, value);
  }
  return Object.fromEntries(settings);
}

function literalOf(node: ts.Expression): string | number | boolean | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true;
  return node.kind === ts.SyntaxKind.FalseKeyword ? false : undefined;
}
