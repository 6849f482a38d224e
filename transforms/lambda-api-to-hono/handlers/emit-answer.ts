import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Link } from './chain.js';
import { isWithBody, NO_BODY, type Status, statusArgument } from './emit-status.js';
import { inContext, problem, quoted, type State, textOf, useCompat } from './state.js';
import { isEmptyText, isText } from './text-values.js';

/** What lambda-api accepts as the status of a redirect. */
const REDIRECTS = new Set(['300', '301', '302', '303', '307', '308']);

/** Hono code for the call that answers; undefined when a problem was reported instead. */
export function answering(
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
    case 'jsonp':
      return jsonp(state, first);
    case 'html':
      return html(state, first, status);
    case 'sendFile':
    case 'download':
      return file(state, link);
    case 'sendStatus':
      return `${useCompat(state, 'sendStatus')}(${state.context}, ${first ? textOf(state, first) : 'undefined'})`;
    case 'redirect': {
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
  if (state.facts.serializes || (!status && state.facts.presetsStatus))
    return `${useCompat(state, 'json')}(${state.context}, ${text}${statusArgument(status)})`;
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

function jsonp(state: State, body: ts.Expression | undefined): string {
  const { callbackName } = state.facts;
  const name = callbackName === 'callback' ? '' : `, ${quoted(state, callbackName)}`;
  const text = body ? textOf(state, body) : 'undefined';
  return `${useCompat(state, 'jsonp')}(${state.context}, ${text}${name})`;
}

/** `res.sendFile()` and `res.download()`. */
function file(state: State, link: Link): string {
  const list = link.call.arguments.map((argument) => textOf(state, argument));
  return `${useCompat(state, link.name)}(${[state.context, ...list].join(', ')})`;
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
