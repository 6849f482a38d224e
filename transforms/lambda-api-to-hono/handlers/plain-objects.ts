import { evaluate } from '../../engine/syntax/evaluate.js';
import { functionCalls } from '../../engine/syntax/function-uses.js';
import { outermost } from '../../engine/syntax/outermost.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { HandlerFunction } from './context.js';

/** Members that every ordinary object inherits. */
const INHERITED = new Set([
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
  'constructor',
  '__proto__',
]);

/** Functions that make text or a number of what they are given. */
const CONVERTING = new Set([
  'String',
  'Number',
  'parseInt',
  'parseFloat',
  'isNaN',
  'encodeURIComponent',
  'encodeURI',
  'escape',
]);

/** Operators whose result is one of their operands. */
const CHOOSING = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/** Where values are looked for. */
export interface Scope {
  readonly program: SourceProgram;
  /** The function that the value is first read in. */
  readonly fn: Pick<HandlerFunction, 'node' | 'kind'>;
}

/**
 * Whether a value is used as an ordinary object: made text, or asked for what every object
 * inherits. Hono's objects of query values and headers inherit nothing. The value is followed
 * through variables and through functions of the package.
 *
 * @example usesPrototype(scope, 'index.js', query) // true for `const query = req.query; String(query)`
 */
export function usesPrototype(
  scope: Scope,
  file: string,
  read: ts.Expression,
  seen: ReadonlySet<ts.Node> = new Set(),
): boolean {
  const node = outermost(read);
  const parent = node.parent;
  if (seen.has(node)) return false;
  const next = new Set(seen).add(node);
  const follow = (expression: ts.Expression): boolean =>
    usesPrototype(scope, file, expression, next);
  if (ts.isPropertyAccessExpression(parent)) return INHERITED.has(parent.name.text);
  if (ts.isElementAccessExpression(parent))
    return parent.expression === node && isInheritedKey(parent.argumentExpression);
  if (ts.isTemplateSpan(parent)) return !ts.isTaggedTemplateExpression(parent.parent.parent);
  if (ts.isBinaryExpression(parent)) return inOperation(parent, node, follow);
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && follow(parent);
  if (ts.isAwaitExpression(parent)) return follow(parent);
  if (ts.isArrayLiteralExpression(parent)) return isJoined(parent);
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return usesNameAsObject(scope, file, parent.name, next);
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
    return isReturned(scope, file, parent, next);
  if (ts.isCallExpression(parent) && parent.expression !== node)
    return inCall(scope, file, parent, node, next);
  // Where an object goes that holds it cannot be followed, unless it is sent as it is.
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return !isSent(parent.parent);
  return ts.isNewExpression(parent);
}

/** Methods that write what they are given as JSON. */
const WRITERS = new Set([
  'json',
  'jsonp',
  'send',
  'stringify',
  'log',
  'info',
  'warn',
  'error',
  'debug',
]);

/** Whether an object literal is only written as JSON, or printed: perhaps inside of another one. */
function isSent(object: ts.Node): boolean {
  const { parent } = object;
  if (ts.isPropertyAssignment(parent) || ts.isParenthesizedExpression(parent))
    return isSent(ts.isPropertyAssignment(parent) ? parent.parent : parent);
  if (!ts.isCallExpression(parent) || !ts.isPropertyAccessExpression(parent.expression))
    return false;
  return WRITERS.has(parent.expression.name.text);
}

/** {@link usesPrototype} of what a variable or parameter holds. */
export function usesNameAsObject(
  scope: Scope,
  file: string,
  name: ts.Identifier,
  seen: ReadonlySet<ts.Node> = new Set(),
): boolean {
  return scope.program
    .bindings(file)
    .references(name)
    .some((reference) => usesPrototype(scope, file, reference, seen));
}

function isInheritedKey(key: ts.Expression): boolean {
  return ts.isStringLiteralLike(key) && INHERITED.has(key.text);
}

function inOperation(
  { operatorToken, left }: ts.BinaryExpression,
  node: ts.Expression,
  follow: (expression: ts.Expression) => boolean,
): boolean {
  if (CHOOSING.has(operatorToken.kind)) return follow(node.parent as ts.BinaryExpression);
  // What becomes of a variable or property that is assigned is not followed.
  if (operatorToken.kind === ts.SyntaxKind.EqualsToken && left !== node) return true;
  return (
    operatorToken.kind === ts.SyntaxKind.PlusToken ||
    (operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword && left === node)
  );
}

function isJoined(list: ts.ArrayLiteralExpression): boolean {
  const access = outermost(list).parent;
  return ts.isPropertyAccessExpression(access) && /^(?:join|toString)$/.test(access.name.text);
}

/** What a handler returns is sent as JSON; what another function returns is followed to its calls. */
function isReturned(
  scope: Scope,
  file: string,
  place: ts.Node,
  seen: ReadonlySet<ts.Node>,
): boolean {
  const around = ts.isArrowFunction(place) ? place : ts.findAncestor(place, ts.isFunctionLike);
  if (!around || !('body' in around) || !ts.isFunctionLike(around)) return false;
  if (around === scope.fn.node && scope.fn.kind !== 'helper') return false;
  const { program } = scope;
  return functionCalls(program, file, around as HandlerFunction['node']).some((call) =>
    usesPrototype(scope, call.getSourceFile().fileName, call, seen),
  );
}

function inCall(
  scope: Scope,
  file: string,
  call: ts.CallExpression,
  node: ts.Expression,
  seen: ReadonlySet<ts.Node>,
): boolean {
  if (ts.isIdentifier(call.expression) && CONVERTING.has(call.expression.text)) return true;
  const callee = evaluate(scope.program, file, call.expression);
  if (callee.kind !== 'function') return false;
  const parameter = callee.node.parameters[call.arguments.indexOf(node)];
  if (!parameter || !ts.isIdentifier(parameter.name)) return false;
  return usesNameAsObject(scope, callee.file, parameter.name, seen);
}
