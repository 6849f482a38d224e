import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { REFUSING_FUNCTIONS } from '../../llrt/hono-middleware.js';
import { statementOf } from '../bundle/view.js';
import { hit, type Detector, type Tools } from './hit.js';
import { calleeName, isCallOf, packageOfCallee } from './origin.js';
import { textOf, valueOf } from './values.js';

const CODE = 'llrt-response-body';

/**
 * Exceptions of Hono that are answered from the body of a response: without `onError` Hono copies the
 * answer of each, and `getResponse()` copies the one that an exception was given.
 */
export const detectExceptions: Detector = (node, tools) => {
  if (ts.isNewExpression(node) && isException(node.expression, tools))
    return isCopied(node.arguments?.[1], tools)
      ? hit(tools, CODE, node, 'The answer to an HTTPException', { severity: 'warning' })
      : [];
  if (!ts.isCallExpression(node)) return [];
  const name = REFUSING_FUNCTIONS.find((one) => isCallOf(node, /^hono$/, one, tools));
  if (name === undefined || (name === 'validator' && !readsText(node, tools))) return [];
  if (handlesErrors(tools) && !asksForResponse(tools)) return [];
  // Status and headers of the refusal arrive, and clients seldom read more.
  return hit(tools, CODE, node, `The refusal by ${name}`, { severity: 'info' });
};

/** What validates a body refuses one that does not parse; other targets are never refused by Hono itself. */
function readsText({ arguments: [target] }: ts.CallExpression, tools: Tools): boolean {
  return /^(?:json|form)$/.test(textOf(target, tools) ?? 'json');
}

/** HTTPException of Hono, or a class of the code that extends it. */
function isException(expression: ts.Expression, tools: Tools, depth = 0): boolean {
  if (calleeName(expression) === 'HTTPException')
    return packageOfCallee(expression, tools) === 'hono';
  const callee = unwrap(expression);
  const base = ts.isIdentifier(callee) ? baseOf(callee, tools) : undefined;
  return base !== undefined && depth < 8 && isException(base, tools, depth + 1);
}

function baseOf(name: ts.Identifier, tools: Tools): ts.Expression | undefined {
  const declared = tools.view.bindings.resolve(name)?.parent;
  const made = declared && ts.isClassDeclaration(declared) ? declared : valueOf(name, tools);
  if (!ts.isClassLike(made)) return undefined;
  const clause = made.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression;
}

function isCopied(options: ts.Expression | undefined, tools: Tools): boolean {
  if (!handlesErrors(tools)) return true;
  return options !== undefined && givesResponse(options, tools) && asksForResponse(tools);
}

function givesResponse(options: ts.Expression, tools: Tools): boolean {
  const value = valueOf(options, tools);
  return (
    ts.isObjectLiteralExpression(value) &&
    value.properties.some((property) => property.name?.getText() === 'res')
  );
}

/** Whether an error handler of the application is called in place of that of Hono. */
function handlesErrors(tools: Tools): boolean {
  return isCalled('onError', tools);
}

/** Whether the code of the workspace takes the answer that Hono would give. */
function asksForResponse(tools: Tools): boolean {
  return isCalled('getResponse', tools, '');
}

function isCalled(name: string, { view }: Tools, from?: string): boolean {
  return view.bindings
    .identifiers(name)
    .some(
      (id) =>
        ts.isPropertyAccessExpression(id.parent) &&
        ts.isCallExpression(id.parent.parent) &&
        (from === undefined || view.packageOf(statementOf(id)) === from),
    );
}
