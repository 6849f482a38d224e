import type { Manifest } from '../../engine/transform.js';

/**
 * Whether every Node version that `engines` of a package.json admits has what came with a version.
 *
 * @param whenSilent the answer where `engines` does not say
 * @example allows({ engines: { node: '>=18' } }, [20, 11]) // false
 */
export function allows(
  manifest: Manifest,
  [major, minor]: readonly [number, number],
  whenSilent = true,
): boolean {
  const { engines } = manifest;
  const node: unknown =
    typeof engines === 'object' && engines !== null && 'node' in engines ? engines.node : undefined;
  if (typeof node !== 'string') return whenSilent;
  const lowest = node.split('||').map(lowestOf);
  return lowest.every((version) => {
    if (!version) return whenSilent;
    const [ownMajor, ownMinor] = version;
    return ownMajor > major || (ownMajor === major && ownMinor >= minor);
  });
}

function lowestOf(range: string): readonly [number, number] | undefined {
  const match = /^\s*(?:>=?|\^|~|=|v)?\s*v?(\d+)(?:\.(\d+|x|\*))?/.exec(range);
  if (!match) return undefined;
  const minor = Number(match[2] ?? '0');
  const isOpen = match[2] === undefined && /^\s*\d+\s*$/.test(range);
  return [Number(match[1]), Number.isNaN(minor) || isOpen ? 0 : minor];
}
