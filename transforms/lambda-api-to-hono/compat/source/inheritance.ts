import { type RouteDefinition, type RouteNode, USE, WILDCARD } from './route-tree.js';
import { RULES } from './rules.js';

/** Where a route is added: its node, and the wildcards on the way, its own included. */
export interface RoutePlace<T> {
  readonly node: RouteNode<T>;
  readonly wildcards: readonly RouteNode<T>[];
  readonly atWildcard: boolean;
}

/**
 * Middleware of exactly this path, else the nearest wildcard route of the same method, else
 * the nearest wildcard middleware. Each of these already contains what it inherited itself.
 */
export function inheritClosest<T>(
  { node, wildcards, atWildcard }: RoutePlace<T>,
  { method, prefixRoot }: RouteDefinition,
): readonly T[] {
  let broad: readonly T[] | undefined;
  let narrow: readonly T[] | undefined;
  for (const wildcard of wildcards) {
    if (wildcard !== node || method !== USE) broad = wildcard.middleware?.stack ?? broad;
    narrow = wildcard.methods.get(method)?.stack ?? narrow;
  }
  if (!atWildcard) {
    narrow = node.middleware?.stack ?? narrow;
    const below = prefixRoot && RULES.inheritsAtPrefix ? node.children.get(WILDCARD) : undefined;
    broad = below?.middleware?.stack ?? broad;
  }
  return narrow ?? broad ?? [];
}

/**
 * The rule before 0.11: middleware of the nearest wildcard, then wildcard routes of any() and
 * of the same method from there on, then middleware of exactly this path.
 */
export function inheritAll<T>({ node, wildcards }: RoutePlace<T>, method: string): readonly T[] {
  let inherited: readonly T[] = [];
  for (const wildcard of wildcards) {
    inherited = wildcard.middleware?.own ?? inherited;
    for (const name of ['ANY', method]) {
      if (wildcard === node && name === method) continue;
      inherited = [...inherited, ...(wildcard.methods.get(name)?.own ?? [])];
    }
  }
  return [...inherited, ...(node.middleware?.own ?? [])];
}
