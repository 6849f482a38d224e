/** Marks and spaces that formatters put in and take out. */
const LAYOUT = /[\s;,()'"`]+/g;

/**
 * Whether two texts are the same code, however it is formatted.
 */
export function isSameCode(a: string, b: string): boolean {
  return a.replaceAll(LAYOUT, '') === b.replaceAll(LAYOUT, '');
}
