import { posix } from 'node:path';
import { ts } from '../engine/syntax/typescript.js';
import { isTypeScript, parseFile } from '../engine/syntax/parse.js';
import type { PackageView } from '../engine/transform.js';
import { renderCompat } from './compat/render.js';
import type { Application } from './application.js';
import { isCompatSpecifier } from './graph/carriers.js';
import { COMPAT_MODULE } from './graph/names.js';
import { formatOf, type ModuleFormat } from './imports.js';

/** Version of hono that the emitted code was measured with. */
export const HONO_RANGE = '^4.13.19';

/** Where the compat module of a package is, or will be: beside the file that makes the API. */
export function compatPath(app: Application): string {
  const existing = app.program.pkg.files.find((path) => isCompatSpecifier(literal(path)));
  if (existing !== undefined) return existing;
  const first = app.graph.instances[0];
  const beside = first?.file ?? app.files[0] ?? posix.join(app.program.pkg.dir, 'index.js');
  const extension = /\.m[jt]s$/.test(beside)
    ? posix.extname(beside)
    : /\.tsx?$|\.cts$/.test(beside)
      ? '.ts'
      : '.js';
  return posix.join(posix.dirname(beside), COMPAT_MODULE + extension);
}

/**
 * Text of the compat module with just the functions that the package imports from it;
 * null when nothing imports it any more, undefined when there is nothing to say.
 */
export function compatText(
  pkg: PackageView,
  path: string,
  current: string | undefined,
): string | null | undefined {
  const names = new Set<string>();
  let needsCommonJs = false;
  for (const file of pkg.files) {
    const text = pkg.read(file) ?? '';
    if (file === path || !text.includes(COMPAT_MODULE)) continue;
    const parsed = parseFile(file, text);
    for (const name of importedNames(parsed.ast)) names.add(name);
    if (formatOf(parsed, pkg.manifest.type) === 'cjs') needsCommonJs = true;
  }
  if (names.size === 0) return current === undefined ? undefined : null;
  const language = isTypeScript(path) ? 'ts' : 'js';
  const format: ModuleFormat = language === 'js' && needsCommonJs ? 'cjs' : 'esm';
  return renderCompat(names, { language, format });
}

function importedNames(ast: ts.SourceFile): string[] {
  const names: string[] = [];
  for (const statement of ast.statements) {
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

function literal(path: string): ts.Node {
  return ts.factory.createStringLiteral(path);
}
