import { evaluate } from '../../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../../engine/syntax/program.js';
import { ts } from '../../../engine/syntax/typescript.js';

const METHODS = /^(?:get|post|put|patch|delete|head|options|all|any|on|use|METHOD)$/;

/**
 * Whether a function is given to a route or as middleware of Hono or lambda-api: both wait for what
 * it returns, and see to its errors in the same way whether they are thrown or a promise is rejected.
 */
export function isRegistered(program: SourceProgram, node: ts.Node): boolean {
  const call = node.parent;
  if (!ts.isCallExpression(call) || !call.arguments.some((one) => one === node)) return false;
  if (!ts.isPropertyAccessExpression(call.expression)) return false;
  if (!METHODS.test(call.expression.name.text)) return false;
  return isApp(program, startOf(call.expression.expression));
}

/** `app` of `app.get(...).post(...)`. */
function startOf(node: ts.Expression): ts.Expression {
  let at = node;
  while (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression))
    at = at.expression.expression;
  return at;
}

function isApp(program: SourceProgram, node: ts.Expression): boolean {
  const value = evaluate(program, node.getSourceFile().fileName, node);
  if (value.kind !== 'call' && value.kind !== 'expression') return false;
  const { file, node: made } = value;
  const isMade = ts.isCallExpression(made) || ts.isNewExpression(made);
  const maker = isMade ? evaluate(program, file, made.expression) : undefined;
  if (maker?.kind !== 'package') return false;
  return ts.isNewExpression(made)
    ? maker.specifier === 'hono' && maker.name === 'Hono'
    : maker.specifier === 'lambda-api';
}
