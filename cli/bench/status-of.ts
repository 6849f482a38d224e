import { field } from '../verify/compare/kind.js';
import type { Statuses } from './messages.js';

/** The status that an answer of a handler gives the client; `none` where it has none. */
export function statusOf(answer: unknown): keyof Statuses {
  const status = field(answer, 'statusCode');
  return status === undefined ? 'none' : String(status);
}
