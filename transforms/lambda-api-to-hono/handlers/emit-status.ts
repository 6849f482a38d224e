import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { inContext, type State, textOf, useCompat } from './state.js';

/** A status code as it is written: a number, an expression, or none. */
export type Status = { readonly literal: number } | { readonly text: string } | undefined;

/** Statuses whose responses have no body: the fetch standard refuses one, lambda-api empties it. */
export const NO_BODY = new Set([101, 204, 205, 304]);

/** The status that `res.status(...)` was given. */
export function statusOf(state: State, argument: ts.Expression | undefined): Status {
  if (!argument) return { text: 'undefined' };
  const node = unwrap(argument);
  if (ts.isNumericLiteral(node)) return { literal: Number(node.text) };
  if (ts.isStringLiteralLike(node) && /^\d{3}$/.test(node.text))
    return { literal: Number(node.text) };
  return { text: textOf(state, argument) };
}

/** Code that sets a status ahead of the answer. */
export function statusStatement(state: State, status: NonNullable<Status>): string {
  if ('literal' in status) return inContext(state, `c.status(${status.literal})`);
  return `${inContext(state, `${useCompat(state, 'setStatus')}(c,`)} ${status.text})`;
}

/** Whether a response with this status may have a body, as far as it is known. */
export function isWithBody(status: NonNullable<Status>): boolean {
  return 'text' in status || !NO_BODY.has(status.literal);
}

/** A status as the last argument of a call: `, 404`, or nothing. */
export function statusArgument(status: Status): string {
  if (!status) return '';
  return `, ${'literal' in status ? status.literal : status.text}`;
}
