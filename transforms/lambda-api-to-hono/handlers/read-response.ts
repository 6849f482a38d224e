import { ts } from '../../engine/syntax/typescript.js';
import type { Chain } from './chain.js';
import { problem, quoted, type State, textOf, useCompat } from './state.js';

/** `res.getHeader('x')`, `res.hasHeader('x')`, `res.getLink('s3://...')`. */
export function rewriteReading(state: State, chain: Chain): void {
  const [only, second] = chain.links;
  if (!only || second)
    return problem(state, 'response-method-unknown', chain.node, { name: chain.node.getText() });
  const isOdd =
    only.name === 'getLink' ? only.call.arguments.length > 2 : isOddRead(only.name, only.call);
  if (isOdd)
    return problem(state, 'response-method-unknown', chain.node, { name: chain.node.getText() });
  if (only.name === 'getLink') problem(state, 'link-not-signed', only.call);
  if (only.name === 'getHeader' && only.call.arguments.length > 1)
    return readValues(state, chain.node, only.call);
  const name = useCompat(state, READING_HELPERS[only.name] ?? only.name);
  const args = only.call.arguments.map((argument) =>
    state.edits.textOf(argument.pos, argument.end),
  );
  state.edits.replace(
    chain.node.getStart(state.ast),
    chain.node.end,
    `${name}(${[state.context, ...args.map((text) => text.trim())].join(', ')})`,
  );
}

const READING_HELPERS: Readonly<Record<string, string>> = {
  getHeader: 'getResponseHeader',
  getHeaders: 'getResponseHeaders',
  hasHeader: 'hasResponseHeader',
};

/** `res.getHeader()` without a name gives all headers, and its second argument is a flag. */
function isOddRead(name: string, { arguments: [first, second] }: ts.CallExpression): boolean {
  const isFlag = second === undefined || /^(?:true|false)$/.test(second.getText());
  return name !== 'getHeaders' && (!first || !isFlag);
}

/** `res.getHeader('x-a', true)`: the values, and not their text. */
function readValues(state: State, node: ts.Expression, call: ts.CallExpression): void {
  const [key, flag] = call.arguments;
  if (!key) return;
  const name = ts.isStringLiteralLike(key)
    ? quoted(state, key.text.toLowerCase())
    : `${textOf(state, key)}.toLowerCase()`;
  const isList = flag?.kind === ts.SyntaxKind.TrueKeyword;
  const text = isList
    ? `${useCompat(state, 'getResponseHeaders')}(${state.context})[${name}]`
    : `${useCompat(state, 'getResponseHeader')}(${state.context}, ${textOf(state, key)})`;
  state.edits.replace(node.getStart(state.ast), node.end, text);
}
