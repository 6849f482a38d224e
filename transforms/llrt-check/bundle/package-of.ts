/**
 * The package that a file belongs to, `''` for the code of the workspace itself.
 *
 * @example packageOf('node_modules/@hono/zod-validator/dist/index.js') // '@hono/zod-validator'
 */
export function packageOf(file: string): string {
  const after = file.split('node_modules/').at(-1) ?? '';
  return after === file ? '' : packageName(after);
}

/** The package that a specifier or a path in one begins with: `hono/cors` becomes `hono`. */
export function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
