import { ts } from '../../engine/syntax/typescript.js';
import { isWrapper } from './view.js';

/** Whether a node runs while the module loads, and not only when a function is called. */
export function runsAtLoad(node: ts.Node): boolean {
  const around = enclosingFunction(node);
  if (!around) return true;
  if (isModuleWrapper(around)) return true;
  return isCalledAtOnce(around) && runsAtLoad(around);
}

/** The function around a node. */
export function enclosingFunction(node: ts.Node): ts.SignatureDeclaration | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isFunctionLike(at)) return at;
    if (ts.isPropertyDeclaration(at) && !isStatic(at)) return constructorOf(at);
  }
  return undefined;
}

/** A field of a class is set when an instance is made; the first member with a body stands for that. */
function constructorOf(field: ts.PropertyDeclaration): ts.SignatureDeclaration | undefined {
  return field.parent.members.find((member) => ts.isFunctionLike(member));
}

function isStatic(field: ts.PropertyDeclaration): boolean {
  return field.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function isModuleWrapper(node: ts.Node): boolean {
  const call = node.parent.parent;
  return call !== undefined && ts.isCallExpression(call) && isWrapper(call);
}

function isCalledAtOnce(node: ts.Node): boolean {
  let at = node;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  return ts.isCallExpression(at.parent) && at.parent.expression === at;
}

/**
 * Whether a use of something that may be missing is prepared for that: in a try statement, or
 * behind a condition that mentions it.
 *
 * @param text how conditions mention it, for example `WebAssembly`
 */
export function isGuarded(node: ts.Node, text: string): boolean {
  for (let at = node, parent = at.parent; parent; at = parent, parent = at.parent) {
    if (ts.isTypeOfExpression(parent)) return true;
    if (ts.isTryStatement(parent) && parent.tryBlock === at && parent.catchClause) return true;
    const condition = conditionOf(parent, at);
    if (condition && mentions(condition, text)) return true;
    if (ts.isBlock(parent) && leavesBefore(parent, at, text)) return true;
  }
  return false;
}

function conditionOf(parent: ts.Node, child: ts.Node): ts.Node | undefined {
  if (ts.isIfStatement(parent)) return child === parent.expression ? undefined : parent.expression;
  if (ts.isConditionalExpression(parent))
    return child === parent.condition ? undefined : parent.condition;
  if (ts.isBinaryExpression(parent) && child === parent.right && isLogical(parent.operatorToken))
    return parent.left;
  return undefined;
}

function isLogical({ kind }: ts.Node): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  );
}

/** `if (typeof x === 'undefined') return;` before a statement of the same block. */
function leavesBefore(block: ts.Block, statement: ts.Node, text: string): boolean {
  return block.statements.some(
    (other) =>
      other.pos < statement.pos &&
      ts.isIfStatement(other) &&
      mentions(other.expression, text) &&
      /\b(?:return|throw)\b/.test(other.thenStatement.getText()),
  );
}

function mentions(condition: ts.Node, text: string): boolean {
  const written = condition.getText();
  return new RegExp(`(?<![\\w$])${text.replace(/[$.]/g, '\\$&')}(?![\\w$])`).test(written);
}
