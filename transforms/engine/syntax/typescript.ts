import ts = require('#parser');

/**
 * The one place that loads the compiler: the parser and the node tests, cut out of the copy that
 * ts-morph brings when the package is built (`parser/`). Everything else walks the compiler's own
 * nodes: wrapping every node costs about as much as parsing it, and loading the whole compiler
 * costs more than parsing a hundred files.
 */
export { ts };
