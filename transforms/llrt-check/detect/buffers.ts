import { ts } from '../../engine/syntax/typescript.js';
import { hit, type Detector, type Hit, type Tools } from './hit.js';
import { isBuffer, isBufferClass, textOf } from './values.js';

/** Methods of Buffer that LLRT lacks in every release. */
const MISSING = new Set([
  'compare',
  'equals',
  'readIntBE',
  'readIntLE',
  'readUIntBE',
  'readUIntLE',
  'readUintBE',
  'readUintLE',
  'swap16',
  'swap32',
  'swap64',
  'toJSON',
  'writeIntBE',
  'writeIntLE',
  'writeUIntBE',
  'writeUIntLE',
]);
const SEARCHES = new Set(['fill', 'includes', 'indexOf', 'lastIndexOf']);

/** Uses of Buffer that fail, or do something else. */
export const detectBuffers: Detector = (node, tools) => {
  if (!ts.isCallExpression(node)) return [];
  const callee = node.expression;
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  const isStatic = isBufferClass(callee.expression, tools);
  if (hasBase64Url(node, name, isStatic, tools))
    return hit(tools, 'llrt-buffer-base64url', node, 'base64url', {
      what: 'Buffer with base64url',
    });
  if (isStatic)
    return name === 'compare' ? hit(tools, 'llrt-buffer-methods', node, 'Buffer.compare') : [];
  if (!MISSING.has(name) && name !== 'slice' && !SEARCHES.has(name)) return [];
  return isBuffer(callee.expression, tools) ? ofBuffer(node, name, tools) : [];
};

function ofBuffer(node: ts.CallExpression, name: string, tools: Tools): readonly Hit[] {
  const what = `\`${name}\` of Buffer`;
  if (MISSING.has(name)) return hit(tools, 'llrt-buffer-methods', node, name, { what });
  if (name === 'slice') return hit(tools, 'llrt-buffer-slice', node, name, { what });
  const isText = textOf(node.arguments[0], tools) !== undefined;
  return isText ? hit(tools, 'llrt-buffer-indexof-string', node, name, { what }) : [];
}

/** `Buffer.from(text, 'base64url')`, `buffer.toString('base64url')`, `hash.digest('base64url')`. */
function hasBase64Url(
  node: ts.CallExpression,
  name: string,
  isStatic: boolean,
  tools: Tools,
): boolean {
  const at = { from: 1, byteLength: 1, toString: 0, digest: 0 }[name];
  if (at === undefined || (at === 1 && !isStatic)) return false;
  return textOf(node.arguments[at], tools) === 'base64url';
}
