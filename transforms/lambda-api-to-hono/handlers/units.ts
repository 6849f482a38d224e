import { ts } from '../../engine/syntax/typescript.js';
import { MAIN_TWIN, TWIN_SUFFIX } from '../graph/names.js';

/**
 * The piece of source that declares a function under a name, so that a second form can be
 * put right behind it: a statement, a class member, a property of an object, or what a
 * module exports as a whole.
 */
export type Unit =
  | {
      readonly kind: 'statement' | 'member' | 'property';
      readonly node: ts.Node;
      readonly name: ts.Identifier;
    }
  | {
      readonly kind: 'main';
      readonly node: ts.Statement;
      /** End of the text that a second form replaces: `module.exports` or `export default`. */
      readonly headEnd: number;
      readonly isCommonJs: boolean;
    };

/** The unit around a function; undefined for one without a name of its own, such as an inline handler. */
export function unitOf(fn: ts.Node): Unit | undefined {
  for (let node = fn; node.parent; node = node.parent) {
    const unit = unitAt(node);
    if (unit) return unit;
    if (ts.isCallExpression(node) && ts.isExpressionStatement(node.parent)) return undefined;
  }
  return undefined;
}

function unitAt(node: ts.Node): Unit | undefined {
  if (ts.isFunctionDeclaration(node)) return ofFunctionDeclaration(node);
  if (ts.isMethodDeclaration(node) && ts.isIdentifier(node.name))
    return { kind: ts.isClassLike(node.parent) ? 'member' : 'property', node, name: node.name };
  if (ts.isPropertyDeclaration(node) && ts.isIdentifier(node.name))
    return { kind: 'member', node, name: node.name };
  if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name))
    return { kind: 'property', node, name: node.name };
  if (ts.isVariableDeclaration(node)) return ofVariable(node);
  if (ts.isExportAssignment(node) && !node.isExportEquals)
    return { kind: 'main', node, headEnd: node.expression.getStart(), isCommonJs: false };
  if (ts.isBinaryExpression(node) && ts.isExpressionStatement(node.parent))
    return ofAssignment(node, node.parent);
  return undefined;
}

function ofFunctionDeclaration(node: ts.FunctionDeclaration): Unit | undefined {
  const modifiers = ts.getModifiers(node) ?? [];
  const isDefault = modifiers.find((m) => m.kind === ts.SyntaxKind.DefaultKeyword);
  if (isDefault) return { kind: 'main', node, headEnd: isDefault.end + 1, isCommonJs: false };
  return node.name ? { kind: 'statement', node, name: node.name } : undefined;
}

function ofVariable(node: ts.VariableDeclaration): Unit | undefined {
  if (!ts.isIdentifier(node.name) || !ts.isVariableDeclarationList(node.parent)) return undefined;
  const statement = node.parent.parent;
  const isOnly = node.parent.declarations.length === 1;
  if (!isOnly || !ts.isVariableStatement(statement)) return undefined;
  return { kind: 'statement', node: statement, name: node.name };
}

function ofAssignment(
  node: ts.BinaryExpression,
  statement: ts.ExpressionStatement,
): Unit | undefined {
  const left = node.left;
  if (!ts.isPropertyAccessExpression(left) || !ts.isIdentifier(left.name)) return undefined;
  if (isModuleExports(left))
    return { kind: 'main', node: statement, headEnd: left.end, isCommonJs: true };
  return { kind: 'statement', node: statement, name: left.name };
}

export function isModuleExports(left: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(left) &&
    left.name.text === 'exports' &&
    left.expression.getText() === 'module'
  );
}

/** Name that the second form of a unit is declared under. */
export function twinName(unit: Unit): string {
  return unit.kind === 'main' ? MAIN_TWIN : unit.name.text + TWIN_SUFFIX;
}

/** The declaration of the second form, when it stands right behind the unit. */
export function twinOf(unit: Unit): { node: ts.Node; name: ts.Identifier } | undefined {
  const siblings = siblingsOf(unit.node);
  const next = siblings[siblings.indexOf(unit.node) + 1];
  const name = next && declaredName(next);
  return next && name?.text === twinName(unit) ? { node: next, name } : undefined;
}

function declaredName(node: ts.Node): ts.Identifier | undefined {
  if (ts.isVariableStatement(node)) {
    const name = node.declarationList.declarations[0]?.name;
    return name && ts.isIdentifier(name) ? name : undefined;
  }
  if (ts.isExpressionStatement(node) && ts.isBinaryExpression(node.expression)) {
    const left = node.expression.left;
    return ts.isPropertyAccessExpression(left) && ts.isIdentifier(left.name)
      ? left.name
      : undefined;
  }
  const unit = unitAt(node);
  return unit && unit.kind !== 'main' ? unit.name : undefined;
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
