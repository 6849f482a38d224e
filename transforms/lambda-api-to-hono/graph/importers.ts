import { posix } from 'node:path';
import { propertyText } from '../../engine/syntax/evaluate.js';
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
 * Every expression in another file whose value is all a file exports:
 * a name of `import * as shared` or `import shared`, and each `require()` of it.
 */
export function* moduleImports(
  program: SourceProgram,
  file: string,
): Iterable<readonly [string, ts.Expression]> {
  for (const path of mentioning(program, file)) {
    const bindings = program.bindings(path);
    for (const statement of bindings.ast.statements) {
      if (!ts.isImportDeclaration(statement)) continue;
      const specifier = statement.moduleSpecifier;
      if (!ts.isStringLiteral(specifier) || program.resolve(path, specifier.text) !== file)
        continue;
      const clause = statement.importClause;
      const named = clause?.namedBindings;
      const names = [clause?.name, named && ts.isNamespaceImport(named) && named.name];
      for (const name of names)
        if (name) for (const reference of bindings.references(name)) yield [path, reference];
    }
    for (const call of requireCalls(bindings.ast)) {
      const specifier = call.arguments[0];
      if (!specifier || !ts.isStringLiteralLike(specifier)) continue;
      if (program.resolve(path, specifier.text) !== file) continue;
      yield [path, call];
      const holder = call.parent;
      if (ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name))
        for (const reference of bindings.references(holder.name)) yield [path, reference];
    }
  }
}

function requireCalls(ast: ts.SourceFile): ts.CallExpression[] {
  if (!ast.text.includes('require')) return [];
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'require'
    )
      calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(ast);
  return calls;
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
