import { ts } from '../../engine/syntax/typescript.js';
import { isCompatSpecifier } from '../graph/compat-module.js';

/** Every import of the compat module in a file, with the names it takes. */
export function compatImports(ast: ts.SourceFile): { specifier: string; names: string[] }[] {
  return ast.statements.flatMap((statement) => {
    const specifier = compatSpecifierOf(statement);
    return specifier === undefined ? [] : [{ specifier, names: importedNames([statement]) }];
  });
}

function compatSpecifierOf(statement: ts.Statement): string | undefined {
  const node = ts.isImportDeclaration(statement)
    ? statement.moduleSpecifier
    : ts.isVariableStatement(statement)
      ? requireArgument(statement)
      : undefined;
  return node && ts.isStringLiteralLike(node) && isCompatSpecifier(node) ? node.text : undefined;
}

function requireArgument(statement: ts.VariableStatement): ts.Expression | undefined {
  const call = statement.declarationList.declarations[0]?.initializer;
  return call && ts.isCallExpression(call) ? call.arguments[0] : undefined;
}

function importedNames(statements: readonly ts.Statement[]): string[] {
  const names: string[] = [];
  for (const statement of statements) {
    if (ts.isImportDeclaration(statement) && isCompatSpecifier(statement.moduleSpecifier)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings))
        names.push(
          ...bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text),
        );
    } else if (ts.isVariableStatement(statement)) names.push(...requiredNames(statement));
  }
  return names;
}

function requiredNames(statement: ts.VariableStatement): string[] {
  return statement.declarationList.declarations.flatMap(({ name, initializer }) => {
    if (!initializer || !ts.isCallExpression(initializer) || !ts.isObjectBindingPattern(name))
      return [];
    if (!isCompatSpecifier(initializer.arguments[0])) return [];
    return name.elements.map((element) => (element.propertyName ?? element.name).getText());
  });
}
