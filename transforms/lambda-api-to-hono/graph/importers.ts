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
  const base = posix.basename(file).replace(/\.[^.]+$/, '');
  const needle = base === 'index' ? posix.basename(posix.dirname(file)) : base;
  for (const path of program.pkg.files) {
    if (path === file || !(program.pkg.read(path) ?? '').includes(needle)) continue;
    const parsed = program.file(path);
    if (parsed) yield* importsOf(program, path, file, name);
  }
}
