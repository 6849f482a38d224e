import { ts } from '../../engine/syntax/typescript.js';

/** The innermost function around a node that is not an arrow; undefined at top level. */
export function functionAround(node: ts.Node): ts.Node | undefined {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if ((ts.isFunctionLike(at) && !ts.isArrowFunction(at)) || isClassPart(at)) return at;
  return undefined;
}

/** Whether a node is in a function of any kind, so that it runs when that is called. */
export function isInFunction(node: ts.Node): boolean {
  for (let at = node.parent; at && !ts.isSourceFile(at); at = at.parent)
    if ((ts.isFunctionLike(at) && !isImmediate(at)) || isInstanceField(at)) return true;
  return false;
}

/** Whether a node runs exactly once whenever its module is loaded. */
export function runsAlways(node: ts.Node): boolean {
  for (let child = node, at = node.parent; at; child = at, at = at.parent) {
    if (ts.isSourceFile(at)) return true;
    if (ts.isFunctionLike(at) ? !isImmediate(at) : isClassPart(at)) return false;
    if (
      (ts.isBlock(at) && !ts.isFunctionLike(at.parent)) ||
      ts.isTryStatement(at) ||
      ts.isCaseBlock(at)
    )
      return false;
    if (ts.isIterationStatement(at, false) || ts.isLabeledStatement(at)) return false;
    if (ts.isIfStatement(at) && at.expression !== child) return false;
    if (ts.isConditionalExpression(at) && at.condition !== child) return false;
    if (ts.isBinaryExpression(at) && at.right === child && isShortCircuit(at)) return false;
    if (isOptionalChain(at) && child !== at.expression) return false;
    if (ts.isBindingElement(at) && at.initializer === child) return false;
  }
  return false;
}

/** `(function () { … })()`, also with `.call(…)`: a function that runs where it stands, once. */
export function isImmediate(node: ts.Node): boolean {
  if (!ts.isFunctionExpression(node) && !ts.isArrowFunction(node)) return false;
  if (node.modifiers?.length || node.asteriskToken) return false;
  let at: ts.Node = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const member = memberAround(at);
  const name = member && memberName(member);
  if (member && (name === 'call' || name === 'apply')) at = member;
  return ts.isCallExpression(at.parent) && at.parent.expression === at;
}

/** The statement of the source file in which a node stands. */
export function topStatement(node: ts.Node): ts.Statement {
  let at = node;
  while (!ts.isSourceFile(at.parent)) at = at.parent;
  const statement = at.parent.statements.find((candidate) => candidate === at);
  if (!statement) throw new Error('a node outside of every statement');
  return statement;
}

function isOptionalChain(node: ts.Node): node is ts.CallChain | ts.ElementAccessChain {
  return (
    (ts.isCallExpression(node) || ts.isElementAccessExpression(node)) && ts.isOptionalChain(node)
  );
}

function isShortCircuit({ operatorToken }: ts.BinaryExpression): boolean {
  return [
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
    ts.SyntaxKind.AmpersandAmpersandEqualsToken,
    ts.SyntaxKind.BarBarEqualsToken,
    ts.SyntaxKind.QuestionQuestionEqualsToken,
  ].includes(operatorToken.kind);
}

function isInstanceField(node: ts.Node): boolean {
  return (
    ts.isPropertyDeclaration(node) &&
    !(ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false)
  );
}

function isClassPart(node: ts.Node): boolean {
  return ts.isPropertyDeclaration(node) || ts.isClassStaticBlockDeclaration(node);
}

/** Whether an expression is the target of an assignment with `=`. */
export function isAssigned(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    parent.left === node &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken
  );
}

/** Whether an expression is changed in place: `x += 1`, `x++`, `delete x`, a target of destructuring or of a loop. */
export function isUpdated(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node)
    return (
      parent.operatorToken.kind > ts.SyntaxKind.EqualsToken &&
      parent.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    );
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent))
    return [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(parent.operator);
  if (ts.isForInStatement(parent) || ts.isForOfStatement(parent))
    return parent.initializer === node;
  return ts.isDeleteExpression(parent) || isPatternTarget(node);
}

/** `[x] = …`, `({ a: x } = …)`, `({ x } = …)`, `[x = 1] = …`, `[...x] = …`. */
function isPatternTarget(node: ts.Node): boolean {
  let at: ts.Node = node;
  if (ts.isBinaryExpression(at.parent) && at.parent.left === at) at = at.parent;
  for (;;) {
    const { parent } = at;
    if (ts.isPropertyAssignment(parent) ? parent.initializer === at : ts.isSpreadElement(parent))
      at = parent;
    else if (ts.isShorthandPropertyAssignment(parent) || ts.isSpreadAssignment(parent)) at = parent;
    else if (ts.isArrayLiteralExpression(parent) || ts.isObjectLiteralExpression(parent)) {
      if (isAssigned(parent)) return true;
      if (
        (ts.isForOfStatement(parent.parent) || ts.isForInStatement(parent.parent)) &&
        parent.parent.initializer === parent
      )
        return true;
      at = parent;
    } else return false;
  }
}

/** The name of `x.name` or `x['name']`; undefined for a computed one. */
export function memberName(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
    return node.argumentExpression.text;
  return undefined;
}

/** The member access of which a node is the object: `node.x` or `node['x']`. */
export function memberAround(
  node: ts.Node,
): ts.PropertyAccessExpression | ts.ElementAccessExpression | undefined {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) &&
    parent.expression === node
    ? parent
    : undefined;
}
