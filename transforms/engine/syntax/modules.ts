import { hasModifier } from './modifiers.js';
import { ts } from './typescript.js';

/** Where an exported name of a module comes from. */
export type ExportSource =
  | { readonly kind: 'local'; readonly node: ts.Expression | ts.Declaration }
  | { readonly kind: 'reexport'; readonly specifier: string; readonly name: string };

/** What a module offers, for both module systems. */
export interface ModuleExports {
  /** `export default x`, `module.exports = x` or `export = x`. */
  readonly main?: ExportSource;
  readonly named: ReadonlyMap<string, ExportSource>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
}

/** Reads the exports of a file, ES modules and CommonJS alike. */
export function readExports(ast: ts.SourceFile): ModuleExports {
  const named = new Map<string, ExportSource>();
  const stars: string[] = [];
  let main: ExportSource | undefined;
  const setMain = (node: ts.Expression | ts.Declaration): void => {
    main = { kind: 'local', node };
  };
  for (const statement of ast.statements) {
    if (ts.isExportDeclaration(statement)) readExportDeclaration(statement, named, stars);
    else if (ts.isExportAssignment(statement)) setMain(statement.expression);
    else if (ts.isExpressionStatement(statement))
      readAssignment(statement.expression, named, setMain);
    else if (hasModifier(statement, ts.SyntaxKind.ExportKeyword))
      readExportedDeclaration(statement, named, setMain);
    else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations)
        if (declaration.initializer) readAssignment(declaration.initializer, named, setMain);
    }
  }
  const fallback = named.get('default');
  const result = { named, stars };
  const source = main ?? fallback;
  return source ? { ...result, main: source } : result;
}

function readExportDeclaration(
  statement: ts.ExportDeclaration,
  named: Map<string, ExportSource>,
  stars: string[],
): void {
  const specifier = moduleText(statement.moduleSpecifier);
  if (!statement.exportClause) {
    if (specifier) stars.push(specifier);
    return;
  }
  if (!ts.isNamedExports(statement.exportClause)) {
    if (specifier)
      named.set(statement.exportClause.name.text, { kind: 'reexport', specifier, name: '*' });
    return;
  }
  for (const element of statement.exportClause.elements) {
    const inner = element.propertyName ?? element.name;
    if (specifier) named.set(element.name.text, { kind: 'reexport', specifier, name: inner.text });
    else if (ts.isIdentifier(inner)) named.set(element.name.text, { kind: 'local', node: inner });
  }
}

function readExportedDeclaration(
  statement: ts.Statement,
  named: Map<string, ExportSource>,
  setMain: (node: ts.Declaration) => void,
): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations)
      if (ts.isIdentifier(declaration.name))
        named.set(declaration.name.text, { kind: 'local', node: declaration });
  } else if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) {
    if (hasModifier(statement, ts.SyntaxKind.DefaultKeyword)) setMain(statement);
    else if (statement.name) named.set(statement.name.text, { kind: 'local', node: statement });
  }
}

/** `module.exports = x`, `exports.a = x`, `module.exports.a = x`, and chains of them. */
function readAssignment(
  expression: ts.Expression,
  named: Map<string, ExportSource>,
  setMain: (node: ts.Expression) => void,
): void {
  if (!ts.isBinaryExpression(expression)) return;
  if (expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  let value: ts.Expression = expression;
  while (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    value = value.right;
  for (
    let at: ts.Expression = expression;
    ts.isBinaryExpression(at) && at.operatorToken.kind === ts.SyntaxKind.EqualsToken;
    at = at.right
  ) {
    const target = exportTarget(at.left);
    if (target === '') setMain(value);
    else if (target !== undefined) named.set(target, { kind: 'local', node: value });
  }
}

/** The exported name that an assignment target stands for: `''` for `module.exports` itself. */
export function exportTarget(left: ts.Expression): string | undefined {
  if (isModuleExports(left)) return '';
  if (!ts.isPropertyAccessExpression(left)) return undefined;
  const object = left.expression;
  if (isModuleExports(object) || (ts.isIdentifier(object) && object.text === 'exports'))
    return left.name.text;
  return undefined;
}

function isModuleExports(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'exports' &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'module'
  );
}

/** The specifier of `require('x')`, undefined for anything else. */
export function requireSpecifier(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  if (!ts.isIdentifier(node.expression) || node.expression.text !== 'require') return undefined;
  return moduleText(node.arguments[0]);
}

/** Text of a string literal node. */
export function moduleText(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}
