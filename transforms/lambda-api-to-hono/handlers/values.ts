import { ts } from '../../engine/syntax/typescript.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { isData } from './data.js';
import { isText } from './emit.js';
import { quoted, useCompat, type State } from './state.js';

/** Turns values that the function returns to lambda-api into answers. */
export function rewriteReturns(state: State): void {
  const body = state.fn.node.body;
  if (!body) return;
  if (!ts.isBlock(body)) return rewriteValue(state, body);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) rewriteValue(state, node.expression);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
}

function rewriteValue(state: State, expression: ts.Expression): void {
  const core = strip(expression);
  if (state.answered.has(core) || isNothing(core)) return;
  state.answers = true;
  const start = expression.getStart(state.ast);
  const wrap = (before: string, after: string): void => {
    state.edits.insert(start, before);
    state.edits.insert(expression.end, after);
  };
  const isPlain = !state.facts.presetsContentType && state.fn.kind !== 'error';
  if (isPlain && isData(state, core)) return wrapData(state, expression, wrap);
  if (isPlain && isText(state, core) && core.getText().length > 2) {
    const headers = `{ headers: { ${quoted(state, 'Content-Type')}: ${quoted(state, 'application/json')} } }`;
    return wrap(`${state.context}.body(`, `, ${headers})`);
  }
  wrap(`${useCompat(state, 'sendReturned')}(${state.context}, `, ')');
}

/** `({ a: 1 })` of a concise arrow loses its parentheses: the call brings its own. */
function wrapData(
  state: State,
  expression: ts.Expression,
  wrap: (before: string, after: string) => void,
): void {
  if (!ts.isParenthesizedExpression(expression)) return wrap(`${state.context}.json(`, ')');
  const inner = expression.expression;
  state.edits.replace(
    expression.getStart(state.ast),
    inner.getStart(state.ast),
    `${state.context}.json(`,
  );
  state.edits.replace(inner.end, expression.end, ')');
}

function strip(node: ts.Expression): ts.Expression {
  let current = unwrap(node);
  while (ts.isAwaitExpression(current) || ts.isVoidExpression(current))
    current = unwrap(current.expression);
  return current;
}

function isNothing(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    (ts.isNumericLiteral(node) && node.text === '0')
  );
}
