/**
 * Whether to colour a stream: `--no-color`, then FORCE_COLOR, then NO_COLOR, then whether
 * it is a terminal that knows colours.
 */
export function colorOf(
  env: Readonly<Record<string, string | undefined>>,
  isTerminal: boolean,
  noColor: boolean,
): boolean {
  if (noColor) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return isTerminal && env['TERM'] !== 'dumb';
}

/** Wraps text in a style; gives it back unchanged where there is no colour. */
export type Painter = Readonly<
  Record<'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan', (text: string) => string>
>;

/** Makes the styles of a stream. */
export function painter(enabled: boolean): Painter {
  const style =
    (on: number, off: number) =>
    (text: string): string =>
      enabled && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  };
}
