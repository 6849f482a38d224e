import { moduleText } from '../../engine/syntax/modules.js';
import { ts } from '../../engine/syntax/typescript.js';

/** A name to import. */
export interface Name {
  readonly name: string;
  readonly isType: boolean;
  /** Name in this file, when it is another one. */
  readonly local?: string;
}

/** A name as it stands in the braces of an import. */
export interface Listed extends Name {
  readonly text: string;
}

type ImportStatement = ts.ImportDeclaration | ts.VariableStatement;

/** The first import of a module that lists names in braces. */
export function findImport(
  ast: ts.SourceFile,
  matches: (specifier: string) => boolean,
): ImportStatement | undefined {
  for (const statement of ast.statements) {
    const specifier = specifierText(statement);
    if (specifier === undefined || !matches(specifier)) continue;
    if (ts.isImportDeclaration(statement)) {
      const clause = statement.importClause;
      const isNamed =
        clause?.namedBindings && ts.isNamedImports(clause.namedBindings) && !clause.name;
      if (isNamed) return statement;
    } else if (ts.isVariableStatement(statement) && patternOf(statement)) return statement;
  }
  return undefined;
}

/** Specifier of `import ... from 'x'` and of `const ... = require('x')`. */
export function specifierText(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier))
    return statement.moduleSpecifier.text;
  if (
    ts.isImportEqualsDeclaration(statement) &&
    ts.isExternalModuleReference(statement.moduleReference)
  )
    return moduleText(statement.moduleReference.expression);
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const call = declaration?.initializer;
  if (!call || !ts.isCallExpression(call) || call.expression.getText() !== 'require')
    return undefined;
  const argument = call.arguments[0];
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/** The braces of `const { a, b } = ...`, when that is all the statement declares. */
export function patternOf(statement: ts.VariableStatement): ts.ObjectBindingPattern | undefined {
  const [declaration, second] = statement.declarationList.declarations;
  return declaration && !second && ts.isObjectBindingPattern(declaration.name)
    ? declaration.name
    : undefined;
}

/** The names in the braces of an import. */
export function namesOf(statement: ImportStatement): Listed[] {
  if (ts.isVariableStatement(statement))
    return (patternOf(statement)?.elements ?? []).map((element) => ({
      name: (element.propertyName ?? element.name).getText(),
      isType: false,
      text: element.getText(),
    }));
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  if (!bindings || !ts.isNamedImports(bindings)) return [];
  const isAllTypes = clause.phaseModifier === ts.SyntaxKind.TypeKeyword;
  return bindings.elements.map((element) => ({
    name: (element.propertyName ?? element.name).text,
    isType: isAllTypes || element.isTypeOnly,
    text: element.getText().replace(/^type\s+/, ''),
  }));
}

/** Identifiers that a statement binds to what it imports. */
export function importedNames(statement: ts.Statement): ts.Identifier[] {
  if (ts.isVariableStatement(statement)) {
    const [declaration] = statement.declarationList.declarations;
    if (!declaration) return [];
    if (ts.isIdentifier(declaration.name)) return [declaration.name];
    const pattern = patternOf(statement);
    return (pattern?.elements ?? []).flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
  }
  if (ts.isImportEqualsDeclaration(statement)) return [statement.name];
  if (!ts.isImportDeclaration(statement) || !statement.importClause) return [];
  const { name, namedBindings } = statement.importClause;
  const names = name ? [name] : [];
  if (namedBindings && ts.isNamedImports(namedBindings))
    names.push(...namedBindings.elements.map((element) => element.name));
  else if (namedBindings) names.push(namedBindings.name);
  return names;
}
