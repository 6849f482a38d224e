import type { EditSet } from '../../engine/syntax/edits.js';
import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';

/** `show as unknown as HandlerFunction`: what is cast to a type of lambda-api has the type of Hono by itself. */
export function withoutCast(expression: ts.Expression): ts.Expression {
  const isCast = ts.isAsExpression(expression) || ts.isTypeAssertionExpression(expression);
  return isCast ? unwrap(expression) : expression;
}

/** Removes the cast around a function in a registration. */
export function dropCast(expression: ts.Expression, edits: EditSet): void {
  const inner = withoutCast(expression);
  if (inner.getStart() > expression.getStart())
    edits.remove(expression.getStart(), inner.getStart());
  if (inner.end < expression.end) edits.remove(inner.end, expression.end);
}
