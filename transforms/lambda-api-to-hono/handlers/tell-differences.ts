import { ts } from '../../engine/syntax/typescript.js';
import { CHAINABLE, type Chain } from './chain.js';
import { problem, type State } from './state.js';

/** Tells where error middleware and `finally` end otherwise than in lambda-api, which does not wait for them. */
export function tellDifferences(state: State, chains: readonly Chain[]): void {
  const { node, kind } = state.fn;
  const { callbackRun, fails } = state.facts;
  if (kind === 'error') {
    if (fails && !callbackRun && has(node, ts.isAwaitExpression))
      problem(state, 'error-middleware-async', node);
    const thrown = find(node, ts.isThrowStatement);
    if (thrown) problem(state, 'error-middleware-throws', thrown);
  }
  if (kind !== 'finally') return;
  if (!callbackRun && has(node, ts.isAwaitExpression)) problem(state, 'finally-async', node);
  const thrown = find(node, ts.isThrowStatement);
  if (thrown) problem(state, 'finally-throws', thrown);
  const changing = chains.find(({ links }) => links.some(({ name }) => CHAINABLE.has(name)));
  if (changing) problem(state, 'finally-sets-headers', changing.node);
}

/** What HTTP can carry as the name of a header. */
const HEADER_NAME = /^[!#$%&'*+.^_`|~\w-]+$/;

/** Tells about a header that is written out and is none of HTTP. */
export function tellHeader(state: State, args: readonly ts.Expression[]): void {
  const [name, value] = args;
  if (!name || !ts.isStringLiteralLike(name)) return;
  const isOdd =
    value && ts.isStringLiteralLike(value) && /[^\t\x20-\x7e\x80-\xff]/.test(value.text);
  if (isOdd || !HEADER_NAME.test(name.text))
    problem(state, 'header-not-http', name, { name: name.text });
}

/** Tells about a status that is written out and is none of a response. */
export function tellStatus(state: State, status: ts.Expression | undefined): void {
  if (!status || !/^\d+$/.test(status.getText())) return;
  const code = Number(status.getText());
  if (code < 200 || code > 599)
    problem(state, 'status-out-of-range', status, { status: status.getText() });
}

/** Tells about an address that only comes from data, where nothing in the package is about S3. */
export function tellAddress(state: State, args: readonly ts.Expression[]): void {
  if (state.facts.usesS3) return;
  // `redirect(302, address)`; the other arguments of files are options.
  const address = args.find((arg) => !ts.isNumericLiteral(arg));
  if (address && !isWrittenOut(address)) problem(state, 's3-address-unsigned', address);
}

/** Whether the beginning of a text is in the code: `'/a'`, `` `/a/${id}` ``, `'/a/' + id`. */
function isWrittenOut(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node)) return true;
  if (ts.isTemplateExpression(node)) return node.head.text !== '';
  if (ts.isParenthesizedExpression(node)) return isWrittenOut(node.expression);
  if (ts.isConditionalExpression(node))
    return isWrittenOut(node.whenTrue) && isWrittenOut(node.whenFalse);
  return ts.isBinaryExpression(node) && isWrittenOut(node.left);
}

function has(fn: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return find(fn, test) !== undefined;
}

/** The first node of a function itself that passes a test. */
function find(fn: ts.Node, test: (node: ts.Node) => boolean): ts.Node | undefined {
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (ts.isFunctionLike(node)) return undefined;
    return test(node) ? node : ts.forEachChild(node, visit);
  };
  return ts.forEachChild(fn, visit);
}
