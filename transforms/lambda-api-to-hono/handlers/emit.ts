import { ts } from '../../engine/syntax/typescript.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { isRole } from './answers.js';
import { chainOf, type Chain, type Link } from './chain.js';
import { inContext, problem, quoted, textOf, useCompat, type State } from './state.js';

/** Hono code for one chain: statements to run first, then the value that answers. */
export interface Emitted {
  readonly before: readonly string[];
  /** Undefined when the chain only prepares the response. */
  readonly value?: string;
  /** What is left of the answer when another one replaces its body: status and headers stay. */
  readonly replaced?: readonly string[];
  /** The status, when it is all that the chain sets besides the body, and a body may go with it. */
  readonly onlyStatus?: number;
}

/** A status code as it is written: a number, an expression, or none. */
type Status = { readonly literal: number } | { readonly text: string } | undefined;

/** Statuses whose responses have no body: the fetch standard refuses one, lambda-api empties it. */
const NO_BODY = new Set([101, 204, 205, 304]);

/** What lambda-api accepts as the status of a redirect. */
const REDIRECTS = new Set(['300', '301', '302', '303', '307', '308']);

const CONTENT_TYPE = /^content-type$/i;

/** Translates a chain; undefined when a problem was reported instead. */
export function emitChain(
  state: State,
  chain: Chain,
  answer: Link | undefined,
): Emitted | undefined {
  const before: string[] = [];
  let status: Status;
  let hasContentType = state.facts.presetsContentType;
  for (const link of chain.links) {
    if (link === answer) break;
    if (link.name === 'status') {
      status = statusOf(state, link.call.arguments[0]);
      continue;
    }
    const first = link.call.arguments[0];
    const isHeader = link.name === 'header' || link.name === 'setHeader';
    if (link.name === 'type') hasContentType = true;
    if (isHeader && (!first || !ts.isStringLiteralLike(first) || CONTENT_TYPE.test(first.text)))
      hasContentType = true;
    const statement = preparation(state, link);
    if (statement === undefined) return undefined;
    before.push(statement);
  }
  if (!answer) return withStatus(state, before, status);
  // A later answer without a status of its own has the status of this one in lambda-api.
  const isSticky = state.storesAll === true || catchTakesStatus(state, chain.node);
  if (isSticky && status && 'literal' in status && !NO_BODY.has(status.literal)) {
    before.push(statusStatement(state, status));
    status = undefined;
  }
  const value = answering(state, answer, status, hasContentType);
  if (value === undefined) return undefined;
  const kept = answer.name === 'sendStatus' ? statusOf(state, answer.call.arguments[0]) : status;
  const isReplaceable = answer.name !== 'error' && answer.name !== 'redirect';
  if (!isReplaceable) return { before, value };
  const { before: replaced, ...rest } = withStatus(state, before, kept);
  return { ...rest, before, value, replaced };
}

/** Whether a `catch` around an answer gives one without a status, after the status was set. */
function catchTakesStatus(state: State, node: ts.Node): boolean {
  for (let at: ts.Node = node; at !== state.fn.node && at.parent; at = at.parent) {
    const parent = at.parent;
    if (!ts.isTryStatement(parent) || parent.tryBlock !== at || !parent.catchClause) continue;
    if (answersPlainly(state, parent.catchClause)) return true;
  }
  return false;
}

function answersPlainly(state: State, inside: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found) return;
    if (ts.isIdentifier(node) && isRole(state, node, 'res')) {
      const chain = chainOf(node);
      found = chain ? !chain.links.some(({ name }) => STATUS_METHODS.has(name)) : true;
    }
    ts.forEachChild(node, visit);
  };
  visit(inside);
  return found;
}

/** Methods that set a status of their own. */
const STATUS_METHODS = new Set(['status', 'sendStatus', 'redirect', 'error']);

function withStatus(state: State, before: readonly string[], status: Status): Emitted {
  if (!status) return { before };
  const statements = [...before, statusStatement(state, status)];
  const isMovable = before.length === 0 && 'literal' in status && !NO_BODY.has(status.literal);
  return isMovable ? { before: statements, onlyStatus: status.literal } : { before: statements };
}

function statusOf(state: State, argument: ts.Expression | undefined): Status {
  if (!argument) return { text: 'undefined' };
  const node = unwrap(argument);
  if (ts.isNumericLiteral(node)) return { literal: Number(node.text) };
  if (ts.isStringLiteralLike(node) && /^\d{3}$/.test(node.text))
    return { literal: Number(node.text) };
  return { text: textOf(state, argument) };
}

function statusStatement(state: State, status: NonNullable<Status>): string {
  if ('literal' in status) return inContext(state, `c.status(${status.literal})`);
  return `${inContext(state, `${useCompat(state, 'setStatus')}(c,`)} ${status.text})`;
}

/** A chainable call as a statement of its own. */
function preparation(state: State, link: Link): string | undefined {
  const args = link.call.arguments;
  const list = args.map((argument) => textOf(state, argument)).join(', ');
  const compat = (name: string): string => {
    const local = useCompat(state, name);
    return args.length > 0 ? `${local}(${state.context}, ${list})` : `${local}(${state.context})`;
  };
  switch (link.name) {
    case 'header':
    case 'setHeader':
      return isPlainHeader(state, args) ? `${state.context}.header(${list})` : compat('setHeader');
    case 'removeHeader':
      return `${state.context}.header(${list}, undefined)`;
    case 'cors':
      return compat('setCors');
    case 'cookie':
      return compat('addCookie');
    case 'clearCookie':
      return compat('clearCookie');
    case 'location':
      return compat('setLocation');
    case 'type':
      return compat('setType');
    case 'cache':
      return compat('setCache');
    case 'modified':
      return compat('setModified');
    case 'attachment':
      return compat('attachment');
    default:
      problem(state, 'response-method-unknown', link.call, { name: `res.${link.name}()` });
      return undefined;
  }
}

/** lambda-api turns a falsy value into an empty header and an array into several: only text is the same in Hono. */
function isPlainHeader(state: State, args: readonly ts.Expression[]): boolean {
  const value = args[1];
  return args.length === 2 && value !== undefined && isText(state, value) && !isEmptyText(value);
}

/** Whether an expression is certainly a string. */
export function isText(state: State, node: ts.Expression, depth = 0): boolean {
  const expression = unwrap(node);
  if (ts.isStringLiteralLike(expression) || ts.isTemplateExpression(expression)) return true;
  if (
    ts.isBinaryExpression(expression) &&
    expression.operatorToken.kind === ts.SyntaxKind.PlusToken
  )
    return isText(state, expression.left, depth) || isText(state, expression.right, depth);
  if (!ts.isCallExpression(expression)) return false;
  const callee = expression.expression;
  if (ts.isIdentifier(callee) && callee.text === 'String') return true;
  if (ts.isPropertyAccessExpression(callee) && TEXT_METHODS.has(callee.name.text)) return true;
  return depth < 3 && returnsText(state, expression, depth + 1);
}

/** Methods that give a string, whatever they are called on. */
const TEXT_METHODS = new Set(['toString', 'toISOString', 'toFixed', 'toUpperCase', 'toLowerCase']);

/** Whether every `return` of a synchronous function of the package gives a string. */
function returnsText(state: State, call: ts.CallExpression, depth: number): boolean {
  const callee = state.lookup.calleeOf(state.fn.file, call);
  const body = callee?.node.body;
  if (!callee || !body || callee.node.asteriskToken) return false;
  if (ts.getModifiers(callee.node)?.some((m) => m.kind === ts.SyntaxKind.AsyncKeyword))
    return false;
  if (!ts.isBlock(body)) return isText(state, body, depth);
  const last = body.statements[body.statements.length - 1];
  let all = last !== undefined && ts.isReturnStatement(last);
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node))
      all &&= node.expression !== undefined && isText(state, node.expression, depth);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return all;
}

function isEmptyText(node: ts.Expression): boolean {
  const expression = unwrap(node);
  return ts.isStringLiteralLike(expression) && expression.text === '';
}

function answering(
  state: State,
  link: Link,
  status: Status,
  hasContentType: boolean,
): string | undefined {
  const [first, second] = link.call.arguments;
  switch (link.name) {
    case 'json':
      return json(state, first, status);
    case 'send':
      return send(state, first, status, hasContentType);
    case 'html':
      return html(state, first, status);
    case 'sendStatus':
      return `${useCompat(state, 'sendStatus')}(${state.context}, ${first ? textOf(state, first) : 'undefined'})`;
    case 'redirect': {
      const target = second ?? first;
      if (target && /^['"`]s3:\/\//i.test(target.getText()))
        return void problem(state, 'redirect-to-s3', link.call);
      const redirect = useCompat(state, 'redirect');
      if (!first) return `${redirect}(${state.context}, undefined)`;
      if (!second) return `${redirect}(${state.context}, ${textOf(state, first)})`;
      if (ts.isNumericLiteral(first) && !REDIRECTS.has(first.text))
        problem(state, 'redirect-status-invalid', link.call, { status: first.text });
      return `${redirect}(${state.context}, ${textOf(state, second)}, ${textOf(state, first)})`;
    }
    case 'error': {
      const isNumbered = first !== undefined && ts.isNumericLiteral(unwrap(first));
      if (state.fn.kind === 'error' && !isNumbered)
        return void problem(state, 'response-method-unknown', link.call, {
          name: 'res.error() without a status in error middleware',
        });
      const list = link.call.arguments.map((argument) => textOf(state, argument)).join(', ');
      return `${useCompat(state, 'fail')}(${list})`;
    }
    default:
      problem(state, 'response-method-unknown', link.call, { name: `res.${link.name}()` });
      return undefined;
  }
}

function json(state: State, body: ts.Expression | undefined, status: Status): string {
  const text = body ? textOf(state, body) : 'undefined';
  if (!status && state.facts.presetsStatus)
    return `${useCompat(state, 'json')}(${state.context}, ${text})`;
  if (!status) return inContext(state, `c.json(`) + `${text})`;
  if ('text' in status || (NO_BODY.has(status.literal) && body && !isQuiet(body)))
    return `${useCompat(state, 'json')}(${state.context}, ${text}, ${'text' in status ? status.text : status.literal})`;
  if (NO_BODY.has(status.literal))
    return inContext(
      state,
      `c.body(null, ${status.literal}, { 'Content-Type': 'application/json' })`,
    );
  return `${state.context}.json(${text}, ${status.literal})`;
}

/** Whether leaving an expression out changes nothing: it calls and assigns nothing. */
function isQuiet(node: ts.Expression): boolean {
  let quiet = true;
  const visit = (child: ts.Node): void => {
    if (
      ts.isCallExpression(child) ||
      ts.isNewExpression(child) ||
      ts.isAwaitExpression(child) ||
      ts.isBinaryExpression(child) ||
      ts.isTaggedTemplateExpression(child)
    )
      quiet = false;
    ts.forEachChild(child, visit);
  };
  visit(node);
  return quiet;
}

function send(
  state: State,
  body: ts.Expression | undefined,
  status: Status,
  hasContentType: boolean,
): string {
  const node = body ? unwrap(body) : undefined;
  const text = body ? textOf(state, body) : 'undefined';
  const hasBody = status ? isWithBody(status) : !state.facts.presetsStatus;
  const isPlain = !hasContentType && state.fn.kind !== 'error' && hasBody;
  if (node && isPlain && (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)))
    return json(state, body, status);
  if (body && isPlain && isText(state, body) && (!status || 'literal' in status))
    return textBody(state, text, status, 'application/json');
  return `${useCompat(state, 'send')}(${state.context}, ${text}${statusArgument(status)})`;
}

function isWithBody(status: NonNullable<Status>): boolean {
  return 'text' in status || !NO_BODY.has(status.literal);
}

function textBody(
  state: State,
  text: string,
  status: { readonly literal: number } | undefined,
  type: string,
): string {
  const headers = `{ ${quoted(state, 'Content-Type')}: ${quoted(state, type)} }`;
  return status
    ? `${state.context}.body(${text}, ${status.literal}, ${headers})`
    : `${state.context}.body(${text}, { headers: ${headers} })`;
}

function html(state: State, body: ts.Expression | undefined, status: Status): string {
  const text = body ? textOf(state, body) : 'undefined';
  const isKnown = body !== undefined && isText(state, body) && !isEmptyText(body);
  if (isKnown && !status && !state.facts.presetsStatus)
    return textBody(state, text, undefined, 'text/html');
  if (isKnown && status && 'literal' in status && isWithBody(status))
    return textBody(state, text, status, 'text/html');
  return `${useCompat(state, 'html')}(${state.context}, ${text}${statusArgument(status)})`;
}

function statusArgument(status: Status): string {
  if (!status) return '';
  return `, ${'literal' in status ? status.literal : status.text}`;
}
