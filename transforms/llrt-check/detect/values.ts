import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isSdkClient } from '../../llrt/sdk.js';
import { isGlobal } from './globals.js';
import type { Tools } from './hit.js';

/** The expression that a name stands for, when it is declared with a value. */
export function valueOf(expression: ts.Expression, { view }: Tools): ts.Expression {
  let node = unwrap(expression);
  for (let depth = 0; depth < 8 && ts.isIdentifier(node); depth += 1) {
    const declaration = view.bindings.resolve(node)?.parent;
    if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer)
      return node;
    if (!ts.isIdentifier(declaration.name)) return node;
    node = unwrap(declaration.initializer);
  }
  return node;
}

const MAKES_BUFFER = new Set(['from', 'alloc', 'allocUnsafe', 'allocUnsafeSlow', 'concat']);

/** Whether an expression is known to be a Buffer. */
export function isBuffer(expression: ts.Expression, tools: Tools): boolean {
  const node = valueOf(expression, tools);
  if (ts.isAwaitExpression(node)) return isBuffer(node.expression, tools);
  if (!ts.isCallExpression(node)) return false;
  const member = tools.modules.of(node.expression);
  if (member?.module === 'fs' || member?.module === 'fs/promises')
    return member.path.at(-1)?.startsWith('readFile') === true && node.arguments.length === 1;
  if (member?.module === 'crypto' && member.path[0] === 'randomBytes') return true;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const name = callee.name.text;
  if (MAKES_BUFFER.has(name) && isBufferClass(callee.expression, tools)) return true;
  if (name === 'subarray') return isBuffer(callee.expression, tools);
  return name === 'digest' && node.arguments.length === 0 && isHash(callee.expression, tools);
}

/** Whether an expression is the class Buffer, the global one or that of node:buffer. */
export function isBufferClass(expression: ts.Expression, tools: Tools): boolean {
  const node = unwrap(expression);
  if (isGlobal(node, 'Buffer', tools)) return true;
  const member = tools.modules.of(node);
  return member?.module === 'buffer' && member.path[0] === 'Buffer';
}

/** `createHash(...)`, also with calls of `update` behind it. */
function isHash(expression: ts.Expression, tools: Tools): boolean {
  const node = valueOf(expression, tools);
  if (!ts.isCallExpression(node)) return false;
  const member = tools.modules.of(node.expression);
  if (member?.module === 'crypto') return /^createH(?:ash|mac)$/.test(member.path[0] ?? '');
  const callee = unwrap(node.expression);
  return (
    ts.isPropertyAccessExpression(callee) &&
    callee.name.text === 'update' &&
    isHash(callee.expression, tools)
  );
}

/** The package whose client an expression is: `new S3Client({})` and what is made from it. */
export function clientPackage(expression: ts.Expression, tools: Tools): string | undefined {
  const node = valueOf(expression, tools);
  if (ts.isNewExpression(node)) return sdkPackage(node.expression, tools);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  const owner = ts.isPropertyAccessExpression(callee) ? callee.expression : callee;
  const from = sdkPackage(owner, tools);
  if (from !== undefined) return from;
  // A wrapper such as captureAWSv3Client(new S3Client({})) gives the client back.
  const [first] = node.arguments;
  return first && ts.isNewExpression(unwrap(first)) ? clientPackage(first, tools) : undefined;
}

function sdkPackage(expression: ts.Expression, { modules }: Tools): string | undefined {
  const member = modules.of(expression);
  return member && isSdkClient(member.module) ? member.module : undefined;
}

/** The text of a string literal, of a sum of them, or of a name that stands for one. */
export function textOf(node: ts.Expression | undefined, tools: Tools): string | undefined {
  if (!node) return undefined;
  const value = valueOf(node, tools);
  if (ts.isStringLiteralLike(value)) return value.text;
  if (!ts.isBinaryExpression(value) || value.operatorToken.kind !== ts.SyntaxKind.PlusToken)
    return undefined;
  const [left, right] = [textOf(value.left, tools), textOf(value.right, tools)];
  return left === undefined || right === undefined ? undefined : left + right;
}

/** The name of the member that an expression reads: `x.name`, `x['name']`, also by a constant. */
export function memberName(expression: ts.Expression, tools: Tools): string | undefined {
  if (ts.isPropertyAccessExpression(expression)) return expression.name.text;
  return ts.isElementAccessExpression(expression)
    ? textOf(expression.argumentExpression, tools)
    : undefined;
}
