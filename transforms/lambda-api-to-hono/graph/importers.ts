import { posix } from 'node:path';
import { propertyText } from '../../engine/syntax/evaluate.js';
import { type ExportSource, readExports } from '../../engine/syntax/modules.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';

export function* importsOf(
  program: SourceProgram,
  importer: string,
  file: string,
  name: string,
): Iterable<readonly [string, ts.Identifier]> {
  const ast = program.bindings(importer).ast;
  for (const statement of ast.statements) {
    if (ts.isImportDeclaration(statement)) {
      const specifier = statement.moduleSpecifier;
      if (!ts.isStringLiteral(specifier) || program.resolve(importer, specifier.text) !== file)
        continue;
      const clause = statement.importClause;
      if (clause?.name && name === 'default') yield [importer, clause.name];
      const bindings = clause?.namedBindings;
      if (bindings && ts.isNamedImports(bindings))
        for (const element of bindings.elements)
          if ((element.propertyName ?? element.name).text === name) yield [importer, element.name];
    } else if (ts.isImportEqualsDeclaration(statement)) {
      const { moduleReference: from } = statement;
      if (name !== 'default' || !ts.isExternalModuleReference(from)) continue;
      const specifier = from.expression;
      if (ts.isStringLiteral(specifier) && program.resolve(importer, specifier.text) === file)
        yield [importer, statement.name];
    } else if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations)
        yield* requiredNames(program, importer, file, name, declaration);
    }
  }
}

function* requiredNames(
  program: SourceProgram,
  importer: string,
  file: string,
  name: string,
  declaration: ts.VariableDeclaration,
): Iterable<readonly [string, ts.Identifier]> {
  const call = declaration.initializer;
  if (!call || !ts.isCallExpression(call) || call.expression.getText() !== 'require') return;
  const specifier = call.arguments[0];
  if (!specifier || !ts.isStringLiteralLike(specifier)) return;
  if (program.resolve(importer, specifier.text) !== file) return;
  if (ts.isIdentifier(declaration.name)) {
    if (name === 'default') yield [importer, declaration.name];
  } else if (ts.isObjectBindingPattern(declaration.name)) {
    for (const element of declaration.name.elements) {
      const key = propertyText(element.propertyName ?? element.name);
      if (key === name && ts.isIdentifier(element.name)) yield [importer, element.name];
    }
  }
}

/** Every name under which another file imports an export of a file. */
export function* importers(
  program: SourceProgram,
  file: string,
  name: string,
): Iterable<readonly [string, ts.Identifier]> {
  for (const path of mentioning(program, file)) yield* importsOf(program, path, file, name);
}

/**
 * Every expression in another file whose value is all a file exports: a name of
 * `import * as shared` or `import shared`, and each `require()` or `import()` of it.
 */
export function* moduleImports(
  program: SourceProgram,
  file: string,
): Iterable<readonly [string, ts.Expression]> {
  const hasOwnDefault = !isModuleObject(readExports(program.bindings(file).ast).main);
  for (const path of mentioning(program, file)) {
    const bindings = program.bindings(path);
    const isOfFile = (specifier: ts.Expression | undefined): boolean =>
      specifier !== undefined &&
      ts.isStringLiteralLike(specifier) &&
      program.resolve(path, specifier.text) === file;
    for (const statement of bindings.ast.statements)
      for (const name of namesOfModule(statement, isOfFile, hasOwnDefault))
        for (const reference of bindings.references(name)) yield [path, reference];
    for (const call of loadingCalls(bindings.ast))
      if (isOfFile(call.arguments[0])) yield [path, call];
  }
}

/** Without a default of its own, the default import of a file is the object of its exports. */
function isModuleObject(main: ExportSource | undefined): boolean {
  return main === undefined || (main.kind === 'local' && ts.isObjectLiteralExpression(main.node));
}

function namesOfModule(
  statement: ts.Statement,
  isOfFile: (specifier: ts.Expression | undefined) => boolean,
  hasOwnDefault: boolean,
): ts.Identifier[] {
  if (ts.isImportEqualsDeclaration(statement)) {
    const { moduleReference: from, name } = statement;
    return ts.isExternalModuleReference(from) && isOfFile(from.expression) ? [name] : [];
  }
  if (!ts.isImportDeclaration(statement) || !isOfFile(statement.moduleSpecifier)) return [];
  const clause = statement.importClause;
  const named = clause?.namedBindings;
  return [
    ...(clause?.name && !hasOwnDefault ? [clause.name] : []),
    ...(named && ts.isNamespaceImport(named) ? [named.name] : []),
  ];
}

/** `require(…)` and `import(…)`. */
function loadingCalls(ast: ts.SourceFile): ts.CallExpression[] {
  if (!/\b(require|import)\s*\(/.test(ast.text)) return [];
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { expression } = node;
      const isRequire = ts.isIdentifier(expression) && expression.text === 'require';
      if (isRequire || expression.kind === ts.SyntaxKind.ImportKeyword) calls.push(node);
    }
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return calls;
}

/** Every export of another file that is an export of a file: `export * from`, `export { api as shared } from`. */
export function* reexports(
  program: SourceProgram,
  file: string,
  name: string,
): Iterable<readonly [string, string]> {
  for (const path of mentioning(program, file)) {
    const { named, stars } = readExports(program.bindings(path).ast);
    const isOfFile = (specifier: string): boolean => program.resolve(path, specifier) === file;
    if (name !== 'default' && stars.some(isOfFile)) yield [path, name];
    for (const [outer, source] of named)
      if (source.kind === 'reexport' && source.name === name && isOfFile(source.specifier))
        yield [path, outer];
  }
}

/** Every name under which another file imports `export * as shared from` of a file. */
export function* moduleReexports(
  program: SourceProgram,
  file: string,
): Iterable<readonly [string, ts.Identifier]> {
  for (const [path, outer] of reexports(program, file, '*'))
    for (const [importer, local] of importers(program, path, outer))
      for (const reference of program.bindings(importer).references(local))
        yield [importer, reference];
}

/** The other files of the package that could name a file in an import: those with its base name in their text. */
function* mentioning(program: SourceProgram, file: string): Iterable<string> {
  const base = posix.basename(file).replace(/\.[^.]+$/, '');
  const needle = base === 'index' ? posix.basename(posix.dirname(file)) : base;
  for (const path of program.pkg.files) {
    if (path === file || !(program.pkg.read(path) ?? '').includes(needle)) continue;
    if (program.file(path)) yield path;
  }
}
