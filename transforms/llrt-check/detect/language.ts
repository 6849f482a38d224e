import { isReference } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isGlobal } from './globals.js';
import { hit, type Detector, type Hit, type Tools } from './hit.js';
import { valueOf } from './values.js';

/** JSON, timers, the release of Node.js, and what strict mode forbids. */
export const detectLanguage: Detector = (node, tools) => {
  if (ts.isCallExpression(node)) return ofCall(node, tools);
  if (ts.isPropertyAccessExpression(node)) return ofMember(node, tools);
  if (ts.isIdentifier(node)) return undeclared(node, tools);
  return [];
};

function ofCall(node: ts.CallExpression, tools: Tools): readonly Hit[] {
  const callee = node.expression;
  if (ts.isIdentifier(callee)) return ofTimer(node, callee, tools);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  if (name === 'parse' && isGlobal(callee.expression, 'JSON', tools)) return ofParse(node, tools);
  if (/^(?:un)?ref$|^refresh$|^hasRef$/.test(name) && isTimer(callee.expression, tools))
    return hit(tools, 'llrt-timers', node, `A timer has no \`${name}\``, {
      what: `\`${name}\` of a timer`,
    });
  return [];
}

function ofParse(node: ts.CallExpression, tools: Tools): readonly Hit[] {
  const reviver = node.arguments[1];
  if (!reviver || isNothing(reviver)) return [];
  return hit(tools, 'llrt-json-reviver', node, 'JSON.parse', { what: 'a reviver of JSON.parse' });
}

function ofTimer(node: ts.CallExpression, callee: ts.Identifier, tools: Tools): readonly Hit[] {
  const allowed = { setTimeout: 2, setInterval: 2, setImmediate: 1 }[callee.text];
  if (allowed === undefined || node.arguments.length <= allowed) return [];
  if (!isGlobal(callee, callee.text, tools)) return [];
  const title = `\`${callee.text}\` does not pass its arguments on`;
  return hit(tools, 'llrt-timers', node, title, { what: `arguments of \`${callee.text}\`` });
}

function isTimer(expression: ts.Expression, tools: Tools): boolean {
  const value = valueOf(expression, tools);
  return (
    ts.isCallExpression(value) &&
    ts.isIdentifier(value.expression) &&
    /^set(?:Timeout|Interval|Immediate)$/.test(value.expression.text) &&
    isGlobal(value.expression, value.expression.text, tools)
  );
}

function ofMember(node: ts.PropertyAccessExpression, tools: Tools): readonly Hit[] {
  const name = node.name.text;
  if (name === 'callee' && ts.isIdentifier(node.expression) && node.expression.text === 'arguments')
    return hit(tools, 'llrt-cjs-sloppy', node, '`arguments.callee`');
  const isVersion = name === 'version' && isGlobal(node.expression, 'process', tools);
  const isNode =
    name === 'node' &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'versions' &&
    isGlobal(node.expression.expression, 'process', tools);
  if (isVersion || isNode)
    return hit(tools, 'llrt-process-version', node, isNode ? 'versions.node' : 'version', {
      what: '`process.version`',
    });
  return [];
}

/** An assignment to a name that nothing declares makes a global in sloppy mode and throws in strict mode. */
function undeclared(node: ts.Identifier, tools: Tools): readonly Hit[] {
  const { parent } = node;
  if (!ts.isBinaryExpression(parent) || parent.left !== node) return [];
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken || !isReference(node)) return [];
  if (tools.view.bindings.resolve(node) || node.text in globalThis) return [];
  const isOtherUse = tools.view.bindings
    .identifiers(node.text)
    .some((other) => ts.isTypeOfExpression(other.parent));
  if (isOtherUse || /^(?:exports|module|require)$/.test(node.text)) return [];
  return hit(
    tools,
    'llrt-cjs-sloppy',
    node,
    `An assignment to the undeclared variable \`${node.text}\``,
  );
}

/** `undefined` or `null`, as written out. */
export function isNothing(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    ts.isVoidExpression(node)
  );
}
