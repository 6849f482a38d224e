import { ts } from '../engine/syntax/typescript.js';
import { evaluate } from '../engine/syntax/evaluate.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import type { HandlerFunction } from './handlers/context.js';

/** The function that a factory such as `requireRole('admin')` returns, when there is just one. */
export function returnedFunction(
  program: SourceProgram,
  file: string,
  call: ts.CallExpression,
): Pick<HandlerFunction, 'file' | 'node'> | undefined {
  const factory = evaluate(program, file, call.expression);
  if (factory.kind !== 'function' || !factory.node.body) return undefined;
  const body = factory.node.body;
  const results: ts.Expression[] = [];
  if (!ts.isBlock(body)) results.push(body);
  else
    for (const statement of body.statements)
      if (ts.isReturnStatement(statement) && statement.expression)
        results.push(statement.expression);
  const only = results.length === 1 ? results[0] : undefined;
  if (!only) return undefined;
  const value = evaluate(program, factory.file, only);
  return value.kind === 'function' && value.node.body
    ? { file: value.file, node: value.node }
    : undefined;
}

/** Error middleware takes four parameters; lambda-api tells it from other middleware by that. */
export function middlewareKind(
  program: SourceProgram,
  file: string,
  expression: ts.Expression,
): 'middleware' | 'error' {
  const value = evaluate(program, file, expression);
  if (value.kind === 'function') return value.node.parameters.length === 4 ? 'error' : 'middleware';
  if (value.kind === 'call') {
    const returned = returnedFunction(program, value.file, value.node);
    if (returned?.node.parameters.length === 4) return 'error';
  }
  return 'middleware';
}
