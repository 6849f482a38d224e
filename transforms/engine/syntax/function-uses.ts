import { isReference } from './bindings.js';
import { evaluate, type FunctionNode } from './evaluate.js';
import type { SourceProgram } from './program.js';
import { ts } from './typescript.js';

/**
 * Every expression in the package that stands for a function, whatever name it has there: in its own
 * file, and through imports, `require` and whole modules in others.
 *
 * @example functionUses(program, 'src/forms.js', node) // [name in `name(x)`, `forms.name` in `forms.name(x)`]
 */
export function functionUses(
  program: SourceProgram,
  file: string,
  node: FunctionNode,
): ts.Expression[] {
  const isExported = isSeenOutside(program, file);
  const files = isExported ? program.pkg.files : [file];
  return files.flatMap((path) => (program.file(path) ? usesIn(program, path, file, node) : []));
}

/** A file that exports nothing is looked at alone. */
function isSeenOutside(program: SourceProgram, file: string): boolean {
  const { main, named, stars } = program.exportsOf(file);
  return main !== undefined || named.size > 0 || stars.length > 0;
}

function usesIn(
  program: SourceProgram,
  path: string,
  home: string,
  node: FunctionNode,
): ts.Expression[] {
  const parsed = program.file(path);
  const bindings = program.bindings(path);
  const found: ts.Expression[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child) && isReference(child) && !ts.isExportSpecifier(child.parent)) {
      const declaration = bindings.resolve(child);
      const mayBe = path === home || (declaration !== undefined && isImported(declaration));
      const use = mayBe ? standingFor(program, path, child, node) : undefined;
      if (use) found.push(use);
    } else if (path === home && child.kind === ts.SyntaxKind.ThisKeyword) {
      const use = standingFor(program, path, child, node);
      if (use) found.push(use);
    }
    ts.forEachChild(child, visit);
  };
  if (parsed) visit(parsed.ast);
  return found;
}

/** The identifier itself, or the property access on it, that stands for the function. */
function standingFor(
  program: SourceProgram,
  path: string,
  start: ts.Node,
  node: FunctionNode,
): ts.Expression | undefined {
  let at = start;
  while (ts.isExpression(at)) {
    const value = evaluate(program, path, at);
    if (value.kind === 'function') return value.node === node ? at : undefined;
    if (!ts.isPropertyAccessExpression(at.parent) || at.parent.expression !== at) return undefined;
    at = at.parent;
  }
  return undefined;
}

/** Whether a name is bound by an import or by `require`, directly or by taking an object apart. */
function isImported(declaration: ts.Identifier): boolean {
  let holder: ts.Node = declaration.parent;
  while (ts.isBindingElement(holder) || ts.isObjectBindingPattern(holder)) holder = holder.parent;
  return (
    !ts.isVariableDeclaration(holder) ||
    (holder.initializer?.getText().includes('require(') ?? false) ||
    (holder.initializer?.getText().includes('import(') ?? false)
  );
}

/** Calls of a function in the package. */
export function functionCalls(
  program: SourceProgram,
  file: string,
  node: FunctionNode,
): ts.CallExpression[] {
  return functionUses(program, file, node).flatMap((use) =>
    ts.isCallExpression(use.parent) && use.parent.expression === use ? [use.parent] : [],
  );
}
