import type { ts } from '../../engine/syntax/typescript.js';
import type { Chain, ExportsRef } from '../model/facts.js';

interface Targets {
  /** `module.exports`, `exports` themselves. */
  readonly replaced: readonly ts.Expression[];
}

/** The targets of a chain that are the exports object itself. */
export function targetsOf(chain: Chain, refs: readonly ExportsRef[]): Targets {
  const replaced = chain.targets.filter((target) =>
    refs.some(({ node, use }) => use === 'replace' && node === target),
  );
  return { replaced };
}
