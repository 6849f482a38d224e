import type { PackageView } from '../../engine/transform.js';

/** What the text that moves the functions of one runtime is made from. */
export interface RemedyContext {
  readonly pkg: PackageView;
  readonly file: string;
  readonly text: string;
  /** Indexes of the functions that share a runtime. */
  readonly members: readonly number[];
  /** Line of the finding that has the layers; undefined where this one has them. */
  readonly layerAt: number | undefined;
}

/**
 * Indexes of the functions that share a runtime, which is one place of the template: the text that
 * replaces it moves all of them.
 */
export function membersByRuntime(
  functions: readonly { readonly runtime: unknown }[],
): readonly (readonly number[])[] {
  const groups = new Map<unknown, number[]>();
  for (const [index, { runtime }] of functions.entries())
    groups.set(runtime, [...(groups.get(runtime) ?? []), index]);
  return [...groups.values()];
}
