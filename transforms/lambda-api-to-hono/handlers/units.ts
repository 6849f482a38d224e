import { ts } from '../../engine/syntax/typescript.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { TWIN_SUFFIX } from '../graph/names.js';

/**
 * The piece of source that declares a function under a name, so that a second form can be
 * put right behind it: a statement, a class member or a property of an object.
 */
export interface Unit {
  readonly node: ts.Node;
  readonly name: ts.Identifier;
  readonly kind: 'statement' | 'member' | 'property';
}

/** The unit around a function; undefined for one without a name of its own, such as an inline handler. */
export function unitOf(fn: ts.Node): Unit | undefined {
  for (let node = fn; node.parent; node = node.parent) {
    const unit = unitAt(node);
    if (unit) return unit;
    if (node !== fn && ts.isCallExpression(node) && isStatementLike(node)) return undefined;
  }
  return undefined;
}

function unitAt(node: ts.Node): Unit | undefined {
  if (ts.isFunctionDeclaration(node) && node.name)
    return { node, name: node.name, kind: 'statement' };
  if (ts.isMethodDeclaration(node) && ts.isIdentifier(node.name))
    return { node, name: node.name, kind: ts.isClassLike(node.parent) ? 'member' : 'property' };
  if (ts.isPropertyDeclaration(node) && ts.isIdentifier(node.name))
    return { node, name: node.name, kind: 'member' };
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name))
    return { node, name: node.name, kind: 'property' };
  if (
    ts.isVariableDeclaration(node) &&
    ts.isIdentifier(node.name) &&
    ts.isVariableDeclarationList(node.parent)
  ) {
    const statement = node.parent.parent;
    const isOnly = node.parent.declarations.length === 1;
    if (isOnly && ts.isVariableStatement(statement))
      return { node: statement, name: node.name, kind: 'statement' };
  }
  if (ts.isBinaryExpression(node) && ts.isExpressionStatement(node.parent)) {
    const left = node.left;
    if (ts.isPropertyAccessExpression(left) && ts.isIdentifier(left.name) && !isModuleExports(left))
      return { node: node.parent, name: left.name, kind: 'statement' };
  }
  return undefined;
}

function isModuleExports(left: ts.PropertyAccessExpression): boolean {
  return left.name.text === 'exports' && left.expression.getText() === 'module';
}

function isStatementLike(node: ts.Node): boolean {
  return ts.isExpressionStatement(node.parent);
}

/** The second form of a unit, when it stands right behind it. */
export function twinOf(unit: Unit): Unit | undefined {
  const wanted = unit.name.text + TWIN_SUFFIX;
  const siblings = siblingsOf(unit.node);
  const next = siblings[siblings.indexOf(unit.node) + 1];
  if (!next) return undefined;
  const twin = namedUnit(next);
  return twin?.name.text === wanted ? twin : undefined;
}

function namedUnit(node: ts.Node): Unit | undefined {
  if (ts.isVariableStatement(node)) {
    const [first] = node.declarationList.declarations;
    return first ? unitAt(first) : undefined;
  }
  if (ts.isExpressionStatement(node)) return unitAt(node.expression);
  return unitAt(node);
}

function siblingsOf(node: ts.Node): readonly ts.Node[] {
  const parent = node.parent;
  if (ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isModuleBlock(parent))
    return parent.statements;
  if (ts.isClassLike(parent)) return parent.members;
  if (ts.isObjectLiteralExpression(parent)) return parent.properties;
  if (ts.isCaseOrDefaultClause(parent)) return parent.statements;
  return [];
}

/** Every place in the package that lists a name beside others: imports, exports, destructured requires. */
export function listedNames(
  program: SourceProgram,
  name: string,
): { readonly file: string; readonly element: ts.Node; readonly id: ts.Identifier }[] {
  const found: { file: string; element: ts.Node; id: ts.Identifier }[] = [];
  for (const file of program.pkg.files) {
    if (!(program.pkg.read(file) ?? '').includes(name)) continue;
    const parsed = program.file(file);
    if (!parsed || parsed.syntaxError) continue;
    for (const id of program.bindings(file).identifiers(name)) {
      const element = id.parent;
      const isImported =
        ts.isImportSpecifier(element) && (element.propertyName ?? element.name) === id;
      const isExported =
        ts.isExportSpecifier(element) && (element.propertyName ?? element.name) === id;
      const isDestructured =
        ts.isBindingElement(element) &&
        (element.propertyName ?? element.name) === id &&
        isRequired(element);
      const isShorthand =
        ts.isShorthandPropertyAssignment(element) && isExportObject(element.parent);
      if (isImported || isExported || isDestructured || isShorthand)
        found.push({ file, element, id });
    }
  }
  return found;
}

function isRequired(element: ts.BindingElement): boolean {
  const declaration = element.parent.parent;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    ts.isCallExpression(declaration.initializer) &&
    declaration.initializer.expression.getText() === 'require'
  );
}

function isExportObject(node: ts.Node): boolean {
  const parent = node.parent;
  if (ts.isExportAssignment(parent)) return true;
  if (ts.isBinaryExpression(parent)) return /^(module\.)?exports\b/.test(parent.left.getText());
  // An object of handlers that is itself exported by name.
  return ts.isVariableDeclaration(parent);
}
