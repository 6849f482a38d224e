import type { Bindings } from '../../engine/syntax/bindings.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';

/** What a file does with an object: the members that it takes, and where it is used as a whole. */
export interface MemberUses {
  readonly members: readonly { readonly name: string; readonly node: ts.Node }[];
  readonly whole: readonly ts.Node[];
}

type Follow = (node: ts.Node, isPromise: boolean) => void;
type Member = (name: string, node: ts.Node) => void;

/**
 * Follows an object, or a promise of it, from an expression through variables, `await`, `then` and
 * functions that return it.
 *
 * @example `const { jwtVerify } = await import('jose')` has the member `jwtVerify`
 */
export function followMembers(
  bindings: Bindings,
  start: ts.Node,
  startsAsPromise: boolean,
): MemberUses {
  const members: { name: string; node: ts.Node }[] = [];
  const whole: ts.Node[] = [];
  const seen = new Set<ts.Node>();
  const member: Member = (name, node) => void members.push({ name, node });
  const follow: Follow = (node, isPromise) => {
    if (seen.has(node)) return;
    seen.add(node);
    const { parent } = node;
    if (isTransparent(parent)) follow(parent, isPromise);
    else if (ts.isAwaitExpression(parent)) follow(parent, false);
    else if (ts.isExpressionStatement(parent) || ts.isTypeQueryNode(parent)) return;
    else if (isReturn(parent, node)) toCallers(bindings, parent, isPromise, follow, whole);
    else if (isPromise && isThen(parent)) toCallback(bindings, parent, follow, member, whole);
    else if (toVariable(bindings, node, parent, isPromise, follow, member)) return;
    else if (isPromise || !takesMember(node, parent, member)) whole.push(node);
  };
  follow(start, startsAsPromise);
  return { members, whole };
}

/** Follows every reference of a name, for example of `import * as jose`. */
export function followName(bindings: Bindings, name: ts.Identifier): MemberUses {
  const uses = bindings
    .references(name)
    .map((reference) => followMembers(bindings, reference, false));
  return {
    members: uses.flatMap(({ members }) => members),
    whole: uses.flatMap((one) => one.whole),
  };
}

function isTransparent(node: ts.Node): boolean {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}

function isReturn(parent: ts.Node, node: ts.Node): boolean {
  return ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node);
}

/** A function of the file that gives the object to those who call it. */
function toCallers(
  bindings: Bindings,
  at: ts.Node,
  isPromise: boolean,
  follow: Follow,
  whole: ts.Node[],
): void {
  let fn: ts.Node = at;
  while (!ts.isFunctionLike(fn) && !ts.isSourceFile(fn)) fn = fn.parent;
  const name = nameOf(fn);
  if (!name || isExported(fn)) {
    whole.push(at);
    return;
  }
  const isAsync = hasModifier(fn, ts.SyntaxKind.AsyncKeyword);
  for (const reference of bindings.references(name)) {
    const call = reference.parent;
    if (ts.isCallExpression(call) && call.expression === reference)
      follow(call, isPromise || isAsync);
    else whole.push(reference);
  }
}

function nameOf(fn: ts.Node): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name;
  const holder = fn.parent;
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined;
  return ts.isVariableDeclaration(holder) && ts.isIdentifier(holder.name) ? holder.name : undefined;
}

function isExported(fn: ts.Node): boolean {
  const statement = ts.isFunctionDeclaration(fn) ? fn : fn.parent.parent.parent;
  return hasModifier(statement, ts.SyntaxKind.ExportKeyword);
}

function isThen(node: ts.Node): node is ts.PropertyAccessExpression {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === 'then' &&
    ts.isCallExpression(node.parent) &&
    node.parent.expression === node
  );
}

function toCallback(
  bindings: Bindings,
  access: ts.PropertyAccessExpression,
  follow: Follow,
  member: Member,
  whole: ts.Node[],
): void {
  const call = access.parent;
  const callback = ts.isCallExpression(call) ? call.arguments[0] : undefined;
  const isFunction =
    callback && (ts.isArrowFunction(callback) || ts.isFunctionExpression(callback));
  const parameter = isFunction ? callback.parameters[0] : undefined;
  if (!isFunction) whole.push(access);
  else if (parameter && ts.isIdentifier(parameter.name))
    for (const reference of bindings.references(parameter.name)) follow(reference, false);
  else if (parameter && !takesMember(parameter.name, parameter.name, member)) whole.push(access);
}

/** Follows the object into the variable that it is assigned to; false where it goes elsewhere. */
function toVariable(
  bindings: Bindings,
  node: ts.Node,
  parent: ts.Node,
  isPromise: boolean,
  follow: Follow,
  member: Member,
): boolean {
  const target = ts.isVariableDeclaration(parent)
    ? parent.name
    : ts.isBinaryExpression(parent) && parent.right === node && isAssignment(parent)
      ? parent.left
      : undefined;
  if (!target || ts.isVariableStatement(parent)) return false;
  if (ts.isIdentifier(target)) {
    const declaration = ts.isVariableDeclaration(parent) ? target : bindings.resolve(target);
    if (!declaration || isExportedVariable(declaration)) return false;
    for (const reference of bindings.references(declaration))
      if (!isWritten(reference)) follow(reference, isPromise);
    if (ts.isBinaryExpression(parent)) follow(parent, isPromise);
    return true;
  }
  return !isPromise && takesMember(target, target, member);
}

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  const { EqualsToken, BarBarEqualsToken, QuestionQuestionEqualsToken } = ts.SyntaxKind;
  return [EqualsToken, BarBarEqualsToken, QuestionQuestionEqualsToken].includes(operatorToken.kind);
}

function isWritten(reference: ts.Identifier): boolean {
  const { parent } = reference;
  return ts.isBinaryExpression(parent) && parent.left === reference && isAssignment(parent);
}

function isExportedVariable(declaration: ts.Identifier): boolean {
  const list = declaration.parent.parent;
  return (
    list.parent !== undefined &&
    ts.isVariableStatement(list.parent) &&
    hasModifier(list.parent, ts.SyntaxKind.ExportKeyword)
  );
}

/** Reports the members that an access or a pattern takes; false where the object is used as a whole. */
function takesMember(node: ts.Node, parent: ts.Node, member: Member): boolean {
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    member(parent.name.text, parent);
  else if (ts.isQualifiedName(parent) && parent.left === node) member(parent.right.text, parent);
  else if (
    ts.isElementAccessExpression(parent) &&
    ts.isStringLiteralLike(parent.argumentExpression)
  )
    member(parent.argumentExpression.text, parent);
  else if (isSpy(parent, node)) member(parent.arguments[1].text, parent);
  else if (ts.isObjectBindingPattern(parent)) return takesAll(parent, member);
  else if (ts.isObjectLiteralExpression(parent) && parent === node) return assigns(parent, member);
  else return false;
  return true;
}

/** `jest.spyOn(jose, 'jwtVerify')` */
function isSpy(
  parent: ts.Node,
  node: ts.Node,
): parent is ts.CallExpression & { arguments: [ts.Expression, ts.StringLiteralLike] } {
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== node) return false;
  const { expression } = parent;
  const isSpying = ts.isPropertyAccessExpression(expression) && expression.name.text === 'spyOn';
  return (
    isSpying && parent.arguments[1] !== undefined && ts.isStringLiteralLike(parent.arguments[1])
  );
}

function takesAll(pattern: ts.ObjectBindingPattern, member: Member): boolean {
  const isKnown = ({ dotDotDotToken, propertyName }: ts.BindingElement): boolean =>
    !dotDotDotToken && !(propertyName && ts.isComputedPropertyName(propertyName));
  if (!pattern.elements.every(isKnown)) return false;
  for (const element of pattern.elements) {
    const name = element.propertyName ?? element.name;
    if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) member(name.text, element);
  }
  return true;
}

/** `({ jwtVerify } = await import('jose'))` */
function assigns(target: ts.ObjectLiteralExpression, member: Member): boolean {
  const names = target.properties.map(({ name }) =>
    name && (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) ? name : undefined,
  );
  if (names.includes(undefined)) return false;
  for (const name of names) if (name) member(name.text, name);
  return true;
}
