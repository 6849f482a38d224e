import ts = require('@ts-morph/common/dist/typescript.js');

/**
 * The one place that loads the compiler, the copy that ts-morph brings. Everything else
 * walks the compiler's own nodes: wrapping every node costs about as much as parsing it,
 * and loading the file by `require` half of what an `import` of ts-morph costs.
 */
export { ts };
