import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { RuleCode } from '../../llrt/rules.js';
import { isGlobal } from './globals.js';
import { hit, type Detector, type Hit, type Tools } from './hit.js';
import { textOf, valueOf } from './values.js';

const STREAM_METHODS = /^(?:getReader|pipe|pipeThrough|pipeTo|tee|on|once|transformToWebStream)$/;
const FORBIDDEN =
  /^(?:origin|host|referer|content-length|accept-encoding|date|dnt|via|te|connection|keep-alive|upgrade|expect|trailer|transfer-encoding|access-control-request-(?:headers|method)|sec-.*|proxy-.*)$/i;

/** Bodies that are read as streams, copies of requests, headers that Request leaves out, keys without alg, base64 of bytes. */
export const detectRequests: Detector = (node, tools) => {
  if (ts.isForOfStatement(node) && node.awaitModifier)
    return streamed(node.expression, node, tools);
  if (!ts.isCallExpression(node)) return [];
  const callee = node.expression;
  if (ts.isIdentifier(callee)) return ofFunction(node, callee, tools);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  if (STREAM_METHODS.test(name)) return streamed(callee.expression, node, tools);
  if (name === 'importKey') return ofKey(node, tools);
  if (name === 'clone' && /\breq(?:uest)?(?:\.raw)?$/.test(callee.expression.getText()))
    return hit(tools, 'llrt-request-clone', node, callee.getText());
  if (/^from(?:Web)?$/.test(name) && callee.expression.getText() === 'Readable')
    return node.arguments[0] ? streamed(node.arguments[0], node, tools) : [];
  return ofHeader(node, callee, tools);
};

/** `x.body` is that of a request or a response, `x.Body` that of an answer of AWS. */
function streamed(expression: ts.Expression, node: ts.Node, tools: Tools): readonly Hit[] {
  const value = unwrap(expression);
  if (!ts.isPropertyAccessExpression(value)) return [];
  const codes: Readonly<Record<string, RuleCode>> = {
    body: 'llrt-request-body-stream',
    Body: 'llrt-sdk-stream-body',
  };
  const code = codes[value.name.text];
  return code === undefined ? [] : hit(tools, code, node, value.getText());
}

function ofFunction(node: ts.CallExpression, callee: ts.Identifier, tools: Tools): readonly Hit[] {
  const name = callee.text;
  if ((name === 'atob' || name === 'btoa') && isGlobal(callee, name, tools))
    return hit(tools, 'llrt-atob-btoa-binary', node, 'The code');
  if (tools.modules.of(callee)?.path.at(-1) !== 'pipeline') return [];
  return node.arguments[0] ? streamed(node.arguments[0], node, tools) : [];
}

function ofKey(node: ts.CallExpression, tools: Tools): readonly Hit[] {
  const [format, key] = node.arguments;
  if (textOf(format, tools) !== 'jwk' || !key) return [];
  const value = valueOf(key, tools);
  if (!ts.isObjectLiteralExpression(value))
    return hit(tools, 'llrt-jwk-without-alg', node, 'importKey');
  const has = value.properties.some(
    (property) => ts.isSpreadAssignment(property) || property.name?.getText() === 'alg',
  );
  const isCurve = value.properties.some((property) =>
    /^kty\s*:\s*["'](?:EC|OKP)/.test(property.getText()),
  );
  return has || isCurve
    ? []
    : hit(tools, 'llrt-jwk-without-alg', node, 'importKey', { severity: 'error' });
}

function ofHeader(
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  tools: Tools,
): readonly Hit[] {
  const header = textOf(node.arguments[0], tools);
  if (header === undefined || !FORBIDDEN.test(header)) return [];
  const owner = unwrap(callee.expression).getText();
  const isHono =
    callee.name.text === 'header' && node.arguments.length === 1 && /\breq$/.test(owner);
  const isWeb =
    /^(?:get|has)$/.test(callee.name.text) && /\breq(?:uest)?(?:\.raw)?\.headers$/.test(owner);
  return isHono || isWeb ? hit(tools, 'llrt-request-forbidden-headers', node, 'The code') : [];
}
