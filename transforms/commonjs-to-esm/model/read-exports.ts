import { isReference, type Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Chain, ExportsBase, ExportsRef } from './facts.js';
import { isAssigned, isInFunction, isUpdated, memberAround, memberName } from './places.js';

/** Identifiers with this name that no declaration of the file is behind. */
export function freeIdentifiers(bindings: Bindings, name: string): readonly ts.Identifier[] {
  return bindings
    .identifiers(name)
    .filter((id) => isReference(id) && bindings.resolve(id) === undefined);
}

/** Every use of `exports`, `module.exports` and `this` at top level, in the order of the text. */
export function readExportRefs(bindings: Bindings, topThis: readonly ts.Node[]): ExportsRef[] {
  const refs: ExportsRef[] = freeIdentifiers(bindings, 'exports').map((node) =>
    refOf('exports', node),
  );
  for (const id of freeIdentifiers(bindings, 'module')) {
    const member = memberAround(id);
    if (member && memberName(member) === 'exports') refs.push(refOf('module.exports', member));
  }
  for (const node of topThis)
    if (isThis(node) && !isAbsentGuard(node)) refs.push(refOf('this', node));
  return refs.toSorted((a, b) => a.node.pos - b.node.pos);
}

function isThis(node: ts.Node): node is ts.ThisExpression {
  return node.kind === ts.SyntaxKind.ThisKeyword;
}

/** `(this && this.__x) || …` as compilers write it: undefined, as an ES module has it, does the same. */
function isAbsentGuard(node: ts.ThisExpression): boolean {
  const member = memberAround(node);
  const and = (member ?? node).parent;
  return (
    ts.isBinaryExpression(and) &&
    and.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken &&
    isThis(and.left) &&
    (memberName(and.right)?.startsWith('__') ?? false)
  );
}

function refOf(base: ExportsBase, node: ts.Expression): ExportsRef {
  const isLater = isInFunction(node);
  if (isAssigned(node) || isUpdated(node)) return { base, node, use: 'replace', isLater };
  const member = memberAround(node);
  const name = member && memberName(member);
  if (!member || name === undefined) {
    const use = markStatement(node) ? 'mark' : 'value';
    return { base, node, use, isLater };
  }
  if (name === '__esModule' && isAssigned(member)) return { base, node, use: 'mark', isLater };
  const use = isAssigned(member) ? 'write' : isUpdated(member) ? 'update' : 'read';
  return { base, node, use, name, isLater };
}

/** The statement `Object.defineProperty(exports, '__esModule', …)` or `exports.__esModule = true`. */
export function markStatement(node: ts.Node): ts.ExpressionStatement | undefined {
  const holder = memberAround(node) ?? node;
  const statement = holder.parent.parent;
  if (!ts.isExpressionStatement(statement) || !ts.isSourceFile(statement.parent)) return undefined;
  if (holder !== node) return isAssigned(holder) ? statement : undefined;
  const call = holder.parent;
  if (!ts.isCallExpression(call) || call.arguments[0] !== node) return undefined;
  const isDefine = call.expression.getText() === 'Object.defineProperty';
  const name = call.arguments[1];
  return isDefine && name && ts.isStringLiteralLike(name) && name.text === '__esModule'
    ? statement
    : undefined;
}

/** The assignments that write exports, each chain of them once. */
export function readChains(refs: readonly ExportsRef[]): Chain[] {
  const chains = new Map<ts.BinaryExpression, Chain>();
  for (const { node, use } of refs) {
    if (use !== 'write' && use !== 'replace') continue;
    const target = use === 'write' ? memberAround(node) : node;
    if (!target || !ts.isBinaryExpression(target.parent)) continue;
    const outer = outermostAssignment(target.parent);
    if (!chains.has(outer)) chains.set(outer, chainOf(outer));
  }
  return [...chains.values()];
}

function outermostAssignment(node: ts.BinaryExpression): ts.BinaryExpression {
  let at = node;
  for (;;) {
    let outer: ts.Node = at.parent;
    while (ts.isParenthesizedExpression(outer)) outer = outer.parent;
    if (!isAssignment(outer)) return at;
    at = outer;
  }
}

function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
}

function chainOf(outer: ts.BinaryExpression): Chain {
  const targets: ts.Expression[] = [];
  let value: ts.Expression = outer;
  for (let at: ts.Expression = outer; isAssignment(at); at = withoutParentheses(at.right)) {
    targets.push(at.left);
    value = at.right;
  }
  let holder: ts.Node = outer.parent;
  while (ts.isParenthesizedExpression(holder)) holder = holder.parent;
  if (ts.isExpressionStatement(holder) && ts.isSourceFile(holder.parent))
    return { outer, targets, value, statement: holder };
  if (ts.isVariableDeclaration(holder) && ts.isSourceFile(holder.parent.parent.parent))
    return { outer, targets, value, declaration: holder };
  return { outer, targets, value };
}

function withoutParentheses(node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isParenthesizedExpression(at)) at = at.expression;
  return at;
}
