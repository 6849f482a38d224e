/**
 * What the engine of LLRT up to 0.8.1 cannot read in a regular expression, in words; undefined
 * where it can. Source: test262.conf of quickjs-ng 0.11.
 *
 * @example unreadableIn('(?i:a)b', '') // 'modifiers such as (?i:)'
 */
export function unreadableIn(pattern: string, flags: string): string | undefined {
  const plain = pattern.replace(/\\[^k]/g, '..');
  if (/\(\?(?:[ims]+(?:-[ims]*)?|-[ims]+):/.test(plain)) return 'modifiers such as (?i:)';
  const names = [...plain.matchAll(/\(\?<([\w$]+)>/g)].map((match) => match[1]);
  if (new Set(names).size < names.length) return 'the same group name twice';
  const hasSets = /\[[^\]]*(?:--|&&|\[)/.test(plain);
  return flags.includes('v') && hasSets ? 'set operations of the flag v' : undefined;
}
