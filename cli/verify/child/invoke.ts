import type { Outcome } from '../types.js';
import { createContext } from './context.js';
import type { Handler } from './handler.js';
import type { EventMessage } from './messages.js';

/** An invocation that is under way. */
export interface Invocation {
  /** How it ended; the first end counts. */
  readonly outcome: Promise<Outcome>;
  /** Ends it from outside, for example when time is up. */
  end(outcome: Outcome): void;
}

/**
 * Calls a handler as the Lambda runtime does: always with a callback; the promise it
 * returns, the callback and `context.done` all count, whichever comes first.
 *
 * @param remaining milliseconds until the invocation is cut off
 * @param isLlrt LLRT gives no callback, and waits for promises of the language alone
 */
export function invoke(
  handler: Handler,
  message: EventMessage,
  remaining: () => number,
  isLlrt = false,
): Invocation {
  let end: (outcome: Outcome) => void = () => undefined;
  const outcome = new Promise<Outcome>((resolve) => {
    end = resolve;
  });
  const done = (error?: unknown, result?: unknown): void =>
    end(error === null || error === undefined ? answer(result) : thrown(error));
  const { index, context: given } = message;
  const context = createContext({ index, given, remaining, ...(isLlrt ? {} : { done }) });
  try {
    const returned = isLlrt
      ? handler(message.event, context)
      : handler(message.event, context, done);
    if (isLlrt && !(returned instanceof Promise)) {
      end(answer(returned));
    } else if (isThenable(returned)) {
      returned.then(
        (value) => end(answer(value)),
        (error: unknown) => end(thrown(error)),
      );
    }
  } catch (error) {
    end(thrown(error));
  }
  return { outcome, end };
}

/** One line about a thrown value, without the stack: paths differ between the sides. */
export function describeError(error: unknown): string {
  if (error instanceof Error) return `${error.name}: ${error.message}`;
  return typeof error === 'string' ? error : `${typeof error} ${JSON.stringify(error)}`;
}

function answer(value: unknown): Outcome {
  try {
    return { kind: 'answer', json: JSON.stringify(value) ?? 'null' };
  } catch (error) {
    return { kind: 'throw', why: `the result is not JSON: ${describeError(error)}` };
  }
}

function thrown(error: unknown): Outcome {
  return { kind: 'throw', why: describeError(error) };
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  const then: unknown = typeof value === 'object' && value !== null && Reflect.get(value, 'then');
  return typeof then === 'function';
}
