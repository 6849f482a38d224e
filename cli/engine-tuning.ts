import { setFlagsFromString } from 'node:v8';

/**
 * How much bytecode a function runs before V8 spends time on optimising it: three times the
 * default. A command parses for less than a second, mostly with functions that are optimised,
 * thrown away and optimised again meanwhile; measured on two thousand files, a `diff` takes a
 * fifth less of the processor this way, and on twenty thousand a sixth less.
 */
const INTERRUPT_BUDGET = 200_000;

/** Tunes the engine for a short process; it has to be done before the work starts. */
export function tuneForShortRun(): void {
  setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
}
