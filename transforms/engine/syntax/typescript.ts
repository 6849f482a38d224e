/**
 * The one place that loads the compiler. Everything else walks the compiler's own
 * nodes through this export: wrapping every node costs about as much as parsing it.
 */
export { ts } from 'ts-morph';
