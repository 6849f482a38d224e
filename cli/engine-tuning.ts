import { setFlagsFromString } from 'node:v8';

/**
 * How much bytecode a function runs before V8 spends time on optimising it: three times the
 * default. A command parses for less than a second, mostly with functions that are optimised,
 * thrown away and optimised again meanwhile: with more patience it took less processor time for
 * two thousand files and for twenty thousand. Three times was the fastest of the values tried
 * where a second core is free; higher ones save more processor time and end no sooner.
 */
const INTERRUPT_BUDGET = 200_000;

/**
 * By how much the heap may grow, in percent, before dead objects are looked for: V8 lets it become
 * a multiple. The trees of one package after the other are dead soon, and marking what is alive
 * takes ten milliseconds: two thousand files took 190 MB instead of 290, in the same time.
 */
const HEAP_GROWTH = 50;

/** Tunes the engine for a short process; it has to be done before the work starts. */
export function tuneForShortRun(): void {
  // Later releases of V8 may have no such flags, and complain on stderr.
  if (Number.parseInt(process.versions.v8, 10) > LAST_KNOWN_V8) return;
  setFlagsFromString(`--interrupt-budget=${INTERRUPT_BUDGET}`);
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWTH}`);
}

/** That of Node.js 20, which the flags were tried on. */
const LAST_KNOWN_V8 = 11;
