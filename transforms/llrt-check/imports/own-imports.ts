import { bindingsOf } from '../../engine/syntax/bindings.js';
import { moduleText, requireSpecifier } from '../../engine/syntax/modules.js';
import { isTypeScript, positionOf, type ParsedFile } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { SourcePlace } from '../bundle/view.js';

/** An import that a source file has when it runs. */
export interface OwnImport {
  readonly specifier: string;
  /** Names that are imported; none: the module as a whole. */
  readonly names: readonly string[];
  readonly place: SourcePlace;
  /** The declaration or call. */
  readonly node: ts.Node;
  /** Whether it has import attributes such as `with { type: 'json' }`. */
  readonly hasAttributes: boolean;
}

/** Lists the imports of a file; those of types alone are left out, as compilers do. */
export function ownImports(file: ParsedFile): readonly OwnImport[] {
  const found: OwnImport[] = [];
  const add = (node: ts.Node, specifier: string | undefined, names: readonly string[]): void => {
    if (specifier === undefined) return;
    const at = positionOf(file, node.getStart(file.ast));
    const hasAttributes = ts.isImportDeclaration(node) && node.attributes !== undefined;
    found.push({ specifier, names, node, hasAttributes, place: { file: file.path, ...at } });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      if (isKept(node, file)) add(node, moduleText(node.moduleSpecifier), namesOf(node));
    } else if (ts.isExportDeclaration(node)) {
      if (!node.isTypeOnly) add(node, moduleText(node.moduleSpecifier), exportedNames(node));
    } else if (ts.isCallExpression(node)) {
      const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
      add(
        node,
        isImport ? moduleText(node.arguments[0]) : requireSpecifier(node),
        boundNames(node),
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(file.ast);
  return found;
}

/** In TypeScript an import whose names are used as types alone, or not at all, is dropped. */
function isKept(node: ts.ImportDeclaration, file: ParsedFile): boolean {
  const clause = node.importClause;
  if (!clause) return true;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return false;
  if (!isTypeScript(file.path)) return true;
  const named = clause.namedBindings;
  const names: ts.Identifier[] = clause.name ? [clause.name] : [];
  if (named && ts.isNamespaceImport(named)) names.push(named.name);
  if (named && ts.isNamedImports(named))
    for (const element of named.elements) if (!element.isTypeOnly) names.push(element.name);
  const bindings = bindingsOf(file.ast);
  return names.some((name) => bindings.references(name).some((use) => !isTypeUse(use)));
}

function isTypeUse(node: ts.Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isTypeNode(at)) return !ts.isExpressionWithTypeArguments(at) || isTypeOnlyClause(at);
    if (ts.isStatement(at)) return ts.isInterfaceDeclaration(at) || ts.isTypeAliasDeclaration(at);
  }
  return false;
}

function isTypeOnlyClause(node: ts.ExpressionWithTypeArguments): boolean {
  const clause = node.parent;
  return ts.isHeritageClause(clause) && clause.token === ts.SyntaxKind.ImplementsKeyword;
}

function namesOf(node: ts.ImportDeclaration): readonly string[] {
  const named = node.importClause?.namedBindings;
  if (!named || !ts.isNamedImports(named)) return [];
  return named.elements
    .filter((element) => !element.isTypeOnly)
    .map((element) => (element.propertyName ?? element.name).text);
}

function exportedNames(node: ts.ExportDeclaration): readonly string[] {
  if (!node.exportClause || !ts.isNamedExports(node.exportClause)) return [];
  return node.exportClause.elements.map((element) => (element.propertyName ?? element.name).text);
}

/** `const { a, b: c } = require('x')` binds a and b. */
function boundNames(node: ts.CallExpression): readonly string[] {
  const holder = ts.isAwaitExpression(node.parent) ? node.parent.parent : node.parent;
  if (ts.isPropertyAccessExpression(holder)) return [holder.name.text];
  if (!ts.isVariableDeclaration(holder) || !ts.isObjectBindingPattern(holder.name)) return [];
  return holder.name.elements.map((element) => (element.propertyName ?? element.name).getText());
}
