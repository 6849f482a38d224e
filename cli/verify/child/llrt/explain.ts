import { describeError } from '../invoke.js';

const NO_EXPORT =
  /The requested module '(?:node:)?([^']+)' does not provide an export named '([^']+)'/;

/** Why a bundle could not be loaded: a missing name in the words of LLRT, and the first own lines of the stack. */
export function inWordsOfLlrt(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const calls = stack.split('\n').filter((line) => /^\s+at /.test(line));
  const own = calls
    .filter(
      (line) => !/node:internal|\/verify\/child|\/child-\w+\.mjs|data:|llrt-module:/.test(line),
    )
    .slice(0, 4);
  const told = [describeError(error), ...own].join('\n');
  return told.replace(NO_EXPORT, "Could not find export '$2' in module '$1'");
}
