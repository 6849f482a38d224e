import type { CatalogueEntry } from '../engine/catalogue.js';
import { rangeText, type ReleaseRange } from './release.js';

/** One thing that LLRT does differently from Node.js, and what to do about it. */
export interface Rule extends CatalogueEntry {
  /** The releases that it is true of; none: every release. */
  readonly affects?: ReleaseRange;
  /** First release without it, for the text; none: not fixed. */
  readonly fixed?: string;
  /** Where the fact comes from: issues and pull requests of awslabs/llrt (`#920`), or a place in its source. */
  readonly references: readonly string[];
}

/** A rule as its section in the documentation: with the releases, and where the fact comes from. */
export function catalogueOf(rules: readonly Rule[]): readonly CatalogueEntry[] {
  return rules.map(({ code, severity, title, why, remedy, ...rule }) => ({
    code,
    severity,
    title,
    why: `${why} (LLRT: ${affectedText(rule)})`,
    remedy: `${remedy} Reference: ${referenceText(rule)}.`,
  }));
}

/** `every release`, `releases up to 0.7.0, fixed in 0.8.0`. */
export function affectedText({ affects = {}, fixed }: Pick<Rule, 'affects' | 'fixed'>): string {
  return `${rangeText(affects)}${fixed === undefined ? '' : `, fixed ${inRelease(fixed)}`}`;
}

function inRelease(fixed: string): string {
  return fixed === 'main' ? 'on the main branch after 0.8.1' : `in ${fixed}`;
}

/** References in words: issue numbers are those of awslabs/llrt. */
export function referenceText({ references }: Pick<Rule, 'references'>): string {
  return references
    .map((reference) => (reference.startsWith('#') ? `awslabs/llrt${reference}` : reference))
    .join(', ');
}
