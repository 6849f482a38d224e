/**
 * The nearest package folder above a file.
 *
 * @example packageOf('services/api/src/a.js', ['', 'services/api']) // 'services/api'
 */
export function packageOf(file: string, dirs: readonly string[]): string {
  const above = dirs.filter((dir) => dir === '' || file.startsWith(`${dir}/`));
  return above.toSorted((a, b) => b.length - a.length)[0] ?? '';
}
