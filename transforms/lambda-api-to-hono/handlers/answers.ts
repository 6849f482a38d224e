import { ts } from '../../engine/syntax/typescript.js';
import { answeringLink, type Chain, chainOf, READING } from './chain.js';
import { roleBindings, type State } from './state.js';

/** Whether a statement is `next()`, `next(err)` or `return next()`: without effect once an answer is given. */
export function isNextStatement(state: State, statement: ts.Statement): boolean {
  if (!ts.isExpressionStatement(statement) && !ts.isReturnStatement(statement)) return false;
  const expression = statement.expression;
  if (!expression) return false;
  const inner = ts.isAwaitExpression(expression) ? expression.expression : expression;
  return ts.isCallExpression(inner) && isRole(state, inner.expression, 'next');
}

/** Whether an expression is the parameter that plays a role. */
export function isRole(state: State, node: ts.Expression, role: 'req' | 'res' | 'next'): boolean {
  if (!ts.isIdentifier(node)) return false;
  const declaration = state.bindings.resolve(node);
  return declaration !== undefined && roleBindings(state).get(declaration) === role;
}

/** Whether something inside a node answers, itself or through a function that is given `res`. */
export function answersIn(state: State, node: ts.Node): boolean {
  return isDoneIn(state, node, (chain) => answeringLink(chain) !== undefined);
}

/** Whether something inside a node answers or changes a response, which lambda-api has sent by then. */
export function respondsIn(state: State, node: ts.Node): boolean {
  return isDoneIn(state, node, ({ links }) => links.some(({ name }) => !READING.has(name)));
}

function isDoneIn(state: State, node: ts.Node, isIt: (chain: Chain) => boolean): boolean {
  let found = false;
  const visit = (child: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(child) && isRole(state, child, 'res')) {
      const chain = chainOf(child);
      found = chain ? isIt(chain) : ts.isCallExpression(child.parent);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return found;
}

/** Whether a statement returns from the function around it; with a value, or in any way. */
export function returnsValue(statement: ts.Node, orNothing: boolean): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && (orNothing || node.expression)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}
