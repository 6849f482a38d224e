import { ts } from '../../engine/syntax/typescript.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { isData } from './data.js';
import { isText } from './text-values.js';
import { problem, quoted, useCompat, type State } from './state.js';

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
  if (state.answered.has(core) || isVoid(core)) return;
  state.answers = true;
  if (state.storesAll) return problem(state, 'answers-twice', expression);
  const start = expression.getStart(state.ast);
  const wrap = (before: string, after: string): void => {
    state.edits.insert(start, before);
    state.edits.insert(expression.end, after);
  };
  const { presetsContentType, presetsStatus, serializes } = state.facts;
  const hasStatus = state.statuses.has(expression.parent);
  const isPlain = !presetsContentType && state.fn.kind !== 'error' && (hasStatus || !presetsStatus);
  const type = dataType(state);
  if (isPlain && !serializes && isData(state, core)) return wrapData(state, expression, type, wrap);
  if (isPlain && isText(state, core) && core.getText().length > 2) {
    const headers = `{ headers: { ${quoted(state, 'Content-Type')}: ${quoted(state, 'application/json')} } }`;
    return wrap(`${state.context}.body(`, `, ${headers})`);
  }
  wrap(`${useCompat(state, 'sendReturned')}${type}(${state.context}, `, ')');
}

/** `({ a: 1 })` of a concise arrow loses its parentheses: the call brings its own. */
function wrapData(
  state: State,
  expression: ts.Expression,
  type: string,
  wrap: (before: string, after: string) => void,
): void {
  const status = state.statuses.get(expression.parent);
  const end = status === undefined ? ')' : `, ${status})`;
  const json = `${state.context}.json${type}(`;
  if (!ts.isParenthesizedExpression(expression)) return wrap(json, end);
  const inner = expression.expression;
  state.edits.replace(expression.getStart(state.ast), inner.getStart(state.ast), json);
  state.edits.replace(inner.end, expression.end, end);
}

/**
 * Type of the data that the function was declared to return, as type arguments: the
 * declaration goes, its check stays. Empty where nothing but `void` was declared.
 */
function dataType(state: State): string {
  const declared = state.isTypeScript ? state.fn.node.type : undefined;
  if (!declared) return '';
  const isPromise =
    ts.isTypeReferenceNode(declared) &&
    declared.typeName.getText() === 'Promise' &&
    declared.typeArguments;
  const inner = isPromise ? isPromise[0] : declared;
  if (!inner) return '';
  const parts = ts.isUnionTypeNode(inner) ? inner.types : [inner];
  const data = parts.filter((part) => !NO_DATA.has(part.kind)).map((part) => part.getText());
  return data.length > 0 ? `<${data.join(' | ')}>` : '';
}

const NO_DATA: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.VoidKeyword,
  ts.SyntaxKind.UndefinedKeyword,
  ts.SyntaxKind.AnyKeyword,
  ts.SyntaxKind.UnknownKeyword,
  ts.SyntaxKind.LiteralType,
]);

function strip(node: ts.Expression): ts.Expression {
  let current = unwrap(node);
  while (ts.isAwaitExpression(current) || ts.isVoidExpression(current))
    current = unwrap(current.expression);
  return current;
}

/** Nothing: Hono takes it for no answer, as lambda-api does. */
function isVoid(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined')
  );
}
