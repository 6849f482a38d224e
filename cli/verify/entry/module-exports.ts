import { ts } from '../../../transforms/engine/syntax/typescript.js';

/** An exported name and the expression or declaration behind it. */
export interface ModuleExport {
  /** `default` also for `module.exports = ...` and `export = ...`. */
  readonly name: string;
  readonly node: ts.Node;
}

/** What a module exports, ES module or CommonJS, at its top level. */
export function exportsOf(ast: ts.SourceFile): ModuleExport[] {
  return ast.statements.flatMap((statement) => {
    if (ts.isExportAssignment(statement)) return [{ name: 'default', node: statement.expression }];
    if (ts.isExportDeclaration(statement)) return exportList(statement);
    if (ts.isExpressionStatement(statement)) return assigned(statement.expression);
    return declared(statement);
  });
}

function exportList(statement: ts.ExportDeclaration): ModuleExport[] {
  const { exportClause } = statement;
  if (!exportClause || !ts.isNamedExports(exportClause) || statement.moduleSpecifier) return [];
  return exportClause.elements.map((element) => ({
    name: element.name.text,
    node: element.propertyName ?? element.name,
  }));
}

function declared(statement: ts.Statement): ModuleExport[] {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  const has = (kind: ts.SyntaxKind): boolean => modifiers?.some((m) => m.kind === kind) === true;
  if (!has(ts.SyntaxKind.ExportKeyword)) return [];
  if (ts.isFunctionDeclaration(statement)) {
    const name = has(ts.SyntaxKind.DefaultKeyword) ? 'default' : (statement.name?.text ?? '');
    return [{ name, node: statement }];
  }
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name, initializer }) =>
    ts.isIdentifier(name) && initializer ? [{ name: name.text, node: initializer }] : [],
  );
}

/** `exports.a = exports.b = x`, `module.exports.a = x`, `module.exports = { a, b: y }`. */
function assigned(expression: ts.Expression): ModuleExport[] {
  if (
    !ts.isBinaryExpression(expression) ||
    expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken
  ) {
    return [];
  }
  const { left, right } = expression;
  const chained = assigned(right);
  const value = ts.isBinaryExpression(right) ? right.right : right;
  if (isModuleExports(left)) return [...wholeExports(value), ...chained];
  if (ts.isPropertyAccessExpression(left) && isExportsObject(left.expression)) {
    return [{ name: left.name.text, node: value }, ...chained];
  }
  return chained;
}

function wholeExports(value: ts.Expression): ModuleExport[] {
  if (!ts.isObjectLiteralExpression(value)) return [{ name: 'default', node: value }];
  return value.properties.flatMap((property) => {
    if (!property.name || !ts.isIdentifier(property.name)) return [];
    const node = ts.isPropertyAssignment(property) ? property.initializer : property;
    return [
      { name: property.name.text, node: ts.isMethodDeclaration(node) ? node : valueOf(node) },
    ];
  });
}

function valueOf(node: ts.Node): ts.Node {
  return ts.isShorthandPropertyAssignment(node) ? node.name : node;
}

function isExportsObject(node: ts.Expression): boolean {
  return (ts.isIdentifier(node) && node.text === 'exports') || isModuleExports(node);
}

function isModuleExports(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module' &&
    node.name.text === 'exports'
  );
}
