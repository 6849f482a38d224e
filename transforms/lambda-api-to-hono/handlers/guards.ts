import { ts } from '../../engine/syntax/typescript.js';
import { unwrap, type FunctionNode } from '../../engine/syntax/evaluate.js';
import type { HandlerFunction } from './context.js';

/**
 * Whether the code behind a call of a function that answers on its own runs only when the
 * function has not answered: `if (!check(req, res)) return;`, where the function returns
 * something falsy after each of its answers and something truthy otherwise.
 */
export function isGuard(
  call: ts.CallExpression,
  fn: HandlerFunction,
  answers: ReadonlySet<ts.Node>,
): boolean {
  const outer = awaited(call);
  const parent = outer.parent;
  const isNegated =
    ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken;
  if (isNegated && isExit(parent)) return answersFalsily(fn.node, answers);
  if (ts.isVariableDeclaration(parent) && parent.initializer === outer) {
    // Taking `undefined` apart throws, so nothing behind it runs either.
    if (ts.isObjectBindingPattern(parent.name)) return answersFalsily(fn.node, answers);
    const next = followingStatement(parent);
    const isChecked = next && ts.isIfStatement(next) && ts.isIdentifier(parent.name);
    return (
      Boolean(isChecked && isNegationOf(next, parent.name.getText())) &&
      answersFalsily(fn.node, answers)
    );
  }
  return false;
}

function isNegationOf(statement: ts.IfStatement, name: string): boolean {
  const { expression } = statement;
  return (
    ts.isPrefixUnaryExpression(expression) &&
    expression.operand.getText() === name &&
    leaves(statement.thenStatement)
  );
}

function isExit(negation: ts.Expression): boolean {
  const statement = negation.parent;
  return (
    ts.isIfStatement(statement) &&
    statement.expression === negation &&
    leaves(statement.thenStatement)
  );
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement)
    ? statement.statements[statement.statements.length - 1]
    : statement;
  return last !== undefined && ts.isReturnStatement(last) && last.expression === undefined;
}

/** After each answer a falsy value is returned at once; every other return is truthy. */
function answersFalsily(fn: FunctionNode, answers: ReadonlySet<ts.Node>): boolean {
  const body = fn.body;
  if (!body || !ts.isBlock(body)) return false;
  const answering = new Set([...answers].map((node) => ts.findAncestor(node, ts.isStatement)));
  let isSound = true;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) {
      if ([...answers].some((answer) => ts.findAncestor(answer, (at) => at === node)))
        isSound = false;
      return;
    }
    if (ts.isReturnStatement(node)) {
      const before = previousStatement(node);
      const isAfter = before !== undefined && answering.has(before);
      if (isFalsy(node.expression) !== isAfter && !answering.has(node)) isSound = false;
    } else if (ts.isStatement(node) && answering.has(node)) {
      const next = followingStatement(node);
      if (next && !(ts.isReturnStatement(next) && isFalsy(next.expression))) isSound = false;
      if (!next && !isLastIn(node, body)) isSound = false;
    }
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return isSound;
}

/** Nothing follows a statement on any level up to the end of the function. */
function isLastIn(node: ts.Node, body: ts.Block): boolean {
  for (let at = node; at !== body; at = at.parent)
    if (ts.isStatement(at) && followingStatement(at)) return false;
  return true;
}

function isFalsy(node: ts.Expression | undefined): boolean {
  if (!node) return true;
  const value = unwrap(node);
  return (
    value.kind === ts.SyntaxKind.FalseKeyword ||
    value.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(value) && value.text === 'undefined')
  );
}

function followingStatement(node: ts.Node): ts.Statement | undefined {
  return siblingOf(node, 1);
}

function previousStatement(node: ts.Node): ts.Statement | undefined {
  return siblingOf(node, -1);
}

function siblingOf(node: ts.Node, step: number): ts.Statement | undefined {
  const statement = ts.findAncestor(node, ts.isStatement);
  const list = statement?.parent;
  if (!statement || !list || (!ts.isBlock(list) && !ts.isCaseOrDefaultClause(list)))
    return undefined;
  return list.statements[list.statements.indexOf(statement) + step];
}

function awaited(node: ts.Expression): ts.Expression {
  let current = node;
  while (ts.isAwaitExpression(current.parent) || ts.isParenthesizedExpression(current.parent))
    current = current.parent;
  return current;
}
