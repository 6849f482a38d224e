import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { enclosingFunction } from '../bundle/context.js';
import { isGlobal } from './globals.js';
import { hit, type Detector, type Hit, type Tools } from './hit.js';
import { isNothing } from './language.js';
import { calleeName, isCallOf } from './origin.js';
import { textOf, valueOf } from './values.js';

/** Responses that lose their body or a header, and constructors that throw. */
export const detectResponses: Detector = (node, tools) => {
  if (ts.isNewExpression(node)) return ofNew(node, tools);
  if (ts.isCallExpression(node)) return ofCall(node, tools);
  if (ts.isBinaryExpression(node)) return ofAssignment(node, tools);
  return [];
};

/** Whether the code puts a Response of its own in the place of that of LLRT. */
export function replacesResponse({ view }: Pick<Tools, 'view'>): boolean {
  return /(?:globalThis|global)\.Response\s*=|defineProperty\(\s*(?:globalThis\.)?Response\.prototype,\s*["']body["']|defineProperty\(\s*globalThis,\s*["']Response["']/.test(
    view.ast.text,
  );
}

function ofNew(node: ts.NewExpression, tools: Tools): readonly Hit[] {
  if (!isGlobal(node.expression, 'Response', tools)) return [];
  const [body, init] = node.arguments ?? [];
  const found: Hit[] = [];
  if (body && readsBody(body)) found.push(...hit(tools, 'llrt-response-body', node, 'The code'));
  if (init && mayBeNothing(init, tools))
    found.push(...hit(tools, 'llrt-response-init-undefined', node, 'new Response'));
  return found;
}

function readsBody(body: ts.Expression): boolean {
  const node = unwrap(body);
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'body') return false;
  // The body of an event or of a lambda-api request is no stream.
  return !/^(?:event|req|request|e|evt)$/.test(node.expression.getText().split('.').at(-1) ?? '');
}

function mayBeNothing(init: ts.Expression, tools: Tools): boolean {
  const node = unwrap(init);
  if (isNothing(node)) return true;
  if (ts.isConditionalExpression(node))
    return isNothing(unwrap(node.whenTrue)) || isNothing(unwrap(node.whenFalse));
  if (ts.isPropertyAccessExpression(node)) return node.questionDotToken !== undefined;
  if (!ts.isIdentifier(node)) return false;
  const parameter = tools.view.bindings.resolve(node)?.parent;
  return (
    parameter !== undefined && ts.isParameter(parameter) && isSometimesLeftOut(parameter, tools)
  );
}

/** Whether a call of the function leaves the parameter out. */
function isSometimesLeftOut(parameter: ts.ParameterDeclaration, { view }: Tools): boolean {
  if (parameter.initializer) return false;
  const made = parameter.parent;
  const index = made.parameters.indexOf(parameter);
  const holder = ts.isFunctionDeclaration(made) ? made : made.parent;
  if (!ts.isFunctionDeclaration(holder) && !ts.isVariableDeclaration(holder)) return false;
  if (!holder.name || !ts.isIdentifier(holder.name)) return false;
  return view.bindings
    .references(holder.name)
    .some(({ parent }) => ts.isCallExpression(parent) && parent.arguments.length <= index);
}

function ofCall(node: ts.CallExpression, tools: Tools): readonly Hit[] {
  const code = 'llrt-response-body';
  const callee = node.expression;
  if (COOKIES.some((name) => isCallOf(node, /^hono$/, name, tools))) return ofCookie(node, tools);
  if (!ts.isPropertyAccessExpression(callee)) return [];
  const name = callee.name.text;
  if (name === 'header' && isAfterNext(node, callee.expression))
    return hit(tools, code, node, 'c.header after next()');
  if (!/^(?:set|append|delete)$/.test(name)) return [];
  const headers = unwrap(callee.expression);
  if (!ts.isPropertyAccessExpression(headers) || headers.name.text !== 'headers') return [];
  const found: Hit[] = [];
  if (isContextResponse(headers.expression, tools) && isBeforeNext(node))
    found.push(...hit(tools, code, node, 'c.res.headers before next()'));
  if (textOf(node.arguments[0], tools)?.toLowerCase() === 'set-cookie')
    found.push(...hit(tools, 'llrt-response-set-cookie', node, 'set-cookie'));
  return found;
}

/** Functions of Hono that set or take back a cookie. */
const COOKIES = ['setCookie', 'setSignedCookie', 'deleteCookie'];

function ofCookie(node: ts.CallExpression, tools: Tools): readonly Hit[] {
  if (isAfterNext(node, node.arguments[0]))
    return [
      ...hit(tools, 'llrt-response-body', node, 'setCookie after next()'),
      ...hit(tools, 'llrt-response-set-cookie', node, 'set-cookie'),
    ];
  if (!isOneOfSeveral(node, tools)) return [];
  // hono/aws-lambda takes the header out of the response, to give the cookies in another way.
  const isTakenOut = [...tools.view.bundle.modules.keys()].some((path) =>
    path.includes('hono/dist/adapter/aws-lambda/handler'),
  );
  const severity = 'warning';
  return isTakenOut ? hit(tools, 'llrt-response-set-cookie', node, 'set-cookie', { severity }) : [];
}

/** Whether the function around a call sets another cookie as well. */
function isOneOfSeveral(node: ts.CallExpression, tools: Tools): boolean {
  const around = enclosingFunction(node);
  return COOKIES.some((name) =>
    tools.view.bindings.identifiers(name).some(({ parent }) => {
      const isOther = ts.isCallExpression(parent) && parent !== node;
      return isOther && enclosingFunction(parent) === around;
    }),
  );
}

function ofAssignment(node: ts.BinaryExpression, tools: Tools): readonly Hit[] {
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return [];
  if (!isContextResponse(node.left, tools) || isNothing(node.right)) return [];
  const value = valueOf(node.right, tools);
  const isMade = ts.isNewExpression(value) && calleeName(value.expression) === 'Response';
  return isMade || isAfterNext(node, unwrap(node.left))
    ? hit(tools, 'llrt-response-body', node, 'c.res =')
    : [];
}

/** `c.res`, where c is a parameter. */
function isContextResponse(expression: ts.Expression, { view }: Tools): boolean {
  const node = unwrap(expression);
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'res') return false;
  if (!ts.isIdentifier(node.expression)) return false;
  const declaration = view.bindings.resolve(node.expression);
  return declaration !== undefined && ts.isParameter(declaration.parent);
}

/** Whether a node of a middleware stands behind its call of `next()`, and uses its context. */
function isAfterNext(node: ts.Node, context: ts.Node | undefined): boolean {
  const place = nextCall(node);
  if (!place) return false;
  const text = context && ts.isPropertyAccessExpression(context) ? context.expression : context;
  return node.pos > place.end && (!text || text.getText() === place.context);
}

function isBeforeNext(node: ts.Node): boolean {
  const place = nextCall(node);
  return place !== undefined && node.pos < place.end;
}

/** Where a middleware around a node calls `next()`, its second parameter. */
function nextCall(node: ts.Node): { readonly end: number; readonly context: string } | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (!ts.isFunctionLike(at)) continue;
    const [first, second] = at.parameters;
    if (!first || !second || !ts.isIdentifier(second.name)) continue;
    const call = findCall(at, second.name.text);
    if (call) return { end: call.end, context: first.name.getText() };
  }
  return undefined;
}

function findCall(node: ts.Node, name: string): ts.CallExpression | undefined {
  if (
    ts.isCallExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === name
  )
    return node;
  return ts.forEachChild(node, (child) => findCall(child, name));
}
