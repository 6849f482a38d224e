import { isReference } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { builtinExports, hasGlobal } from '../../llrt/compat.js';
import type { RuleCode } from '../../llrt/rules.js';
import { isGuarded } from '../bundle/context.js';
import { hit, type Detector, type Tools } from './hit.js';
import { CONSOLE_METHODS, NODE_GLOBALS, PROCESS_MEMBERS } from './node-globals.js';
import { valueOf } from './values.js';

const RULES: Readonly<Record<string, RuleCode>> = {
  WebAssembly: 'llrt-wasm',
  CompressionStream: 'llrt-compression-stream',
  DecompressionStream: 'llrt-compression-stream',
  TransformStream: 'llrt-transform-stream',
  TextDecoderStream: 'llrt-transform-stream',
  TextEncoderStream: 'llrt-transform-stream',
  __dirname: 'llrt-dirname',
  __filename: 'llrt-dirname',
  awslambda: 'llrt-streaming-lambda',
};

/** Globals of Node.js that the release lacks, and members of those that it has. */
export const detectGlobals: Detector = (node, tools) => {
  if (ts.isIdentifier(node)) return ofIdentifier(node, tools);
  if (ts.isPropertyAccessExpression(node)) return ofMember(node, tools);
  return [];
};

/** Whether an identifier stands for a global variable. */
export function isGlobal(node: ts.Node, name: string, { view }: Tools): boolean {
  return ts.isIdentifier(node) && node.text === name && view.bindings.resolve(node) === undefined;
}

function ofIdentifier(node: ts.Identifier, tools: Tools): ReturnType<Detector> {
  const name = node.text;
  if (!NODE_GLOBALS.has(name) || hasGlobal(tools.release.facts, name)) return [];
  if (!isReference(node) || tools.view.bindings.resolve(node)) return [];
  if (isGuarded(node, name)) return [];
  if (name === 'clearImmediate')
    return hit(tools, 'llrt-timers', node, 'clearImmediate does not exist', {
      what: '`clearImmediate`',
    });
  return hit(tools, RULES[name] ?? 'llrt-global-missing', node, name);
}

function ofMember(node: ts.PropertyAccessExpression, tools: Tools): ReturnType<Detector> {
  const object = node.expression;
  const name = node.name.text;
  if (isGlobal(object, 'process', tools)) return ofProcess(node, tools);
  if (isGlobal(valueOf(object, tools), 'globalThis', tools)) return ofGlobalThis(node, tools);
  if (isGlobal(object, 'console', tools) && CONSOLE_METHODS.has(name) && !isGuarded(node, name))
    return hit(tools, 'llrt-console-methods', node, name, { what: `\`console.${name}\`` });
  return [];
}

/** `new globalThis.WebSocket(url)`: to read a global that is missing does no harm, to use it does. */
function ofGlobalThis(node: ts.PropertyAccessExpression, tools: Tools): ReturnType<Detector> {
  const { parent, name } = node;
  const isUsed =
    (ts.isNewExpression(parent) ||
      ts.isCallExpression(parent) ||
      ts.isPropertyAccessExpression(parent)) &&
    parent.expression === node &&
    (ts.isNewExpression(parent) || parent.questionDotToken === undefined);
  if (!isUsed || !NODE_GLOBALS.has(name.text) || hasGlobal(tools.release.facts, name.text))
    return [];
  if (isGuarded(node, name.text)) return [];
  return hit(tools, RULES[name.text] ?? 'llrt-global-missing', node, name.text);
}

function ofProcess(node: ts.PropertyAccessExpression, tools: Tools): ReturnType<Detector> {
  const name = node.name.text;
  if (!PROCESS_MEMBERS.has(name) || isGuarded(node, name) || node.questionDotToken) return [];
  if (builtinExports(tools.release.facts, 'process')?.has(name)) return [];
  const isWritten =
    ts.isBinaryExpression(node.parent) &&
    node.parent.left === node &&
    node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  return isWritten
    ? []
    : hit(tools, 'llrt-process-members', node, name, { what: `\`process.${name}\`` });
}
