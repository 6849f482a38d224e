import type { ts } from '../../engine/syntax/typescript.js';
import type { Chain, ExportsRef, Problem } from '../model/facts.js';

/** One exported name, and the variable that holds it. */
export interface NamedExport {
  readonly name: string;
  /** Name of the variable in the file. */
  readonly local: string;
  /** The declaration at top level that is exported itself, where there is one. */
  readonly declaration?: ts.Identifier;
  /** The assignment that becomes the declaration of the variable, where there is one. */
  readonly chain?: Chain;
  /** Written more than once, so that it is a `let` and its readers have to read it anew. */
  readonly isLive: boolean;
}

/** What a module exports as an ES module. */
export type Shape =
  /** Nothing: it is loaded for its effects. */
  | { readonly kind: 'none' }
  /** Each name by itself, with a default export of all of them where somebody takes that. */
  | { readonly kind: 'names'; readonly names: readonly NamedExport[]; readonly hasDefault: boolean }
  /** `module.exports = { a, b }`, rewritten to `export { a, b }`. */
  | {
      readonly kind: 'list';
      readonly chain: Chain;
      readonly names: readonly NamedExport[];
      readonly hasDefault: boolean;
    }
  /** `module.exports = { a: 1 }`, whose properties become variables. */
  | { readonly kind: 'unfolded'; readonly chain: Chain; readonly names: readonly NamedExport[] }
  /** Names that only an object made at the end of the file exports. */
  | { readonly kind: 'collected'; readonly names: readonly NamedExport[] }
  /** `module.exports = value`, once. `names` are exported as well. */
  | {
      readonly kind: 'value';
      readonly chain: Chain;
      readonly names: readonly string[];
      /** References to the exports object from before, which stays as a variable. */
      readonly detached: readonly ExportsRef[];
    }
  /** The exports object stays, as a variable. */
  | { readonly kind: 'object'; readonly names: readonly string[] }
  /** `module.exports` is set in several places, one of which runs. */
  | { readonly kind: 'choice'; readonly names: readonly string[] };

/** A shape, or why there is none. */
export type ShapeResult = { readonly shape: Shape } | { readonly problem: Problem };

/** Whether consumers import names instead of a default export. */
export function isNamed(
  shape: Shape,
): shape is Extract<Shape, { kind: 'names' | 'list' | 'unfolded' }> {
  return ['names', 'list', 'unfolded'].includes(shape.kind);
}
