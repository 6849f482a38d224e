/**
 * What an expression holds of a form: the form itself, one of its values (a text, or a
 * file), a list of values, an object or a Map of them, its entries, or one entry.
 */
export type Payload = 'form' | 'value' | 'values' | 'record' | 'map' | 'pairs' | 'pair';

/** A payload, or a promise of it. */
export interface Carried {
  readonly kind: Payload;
  readonly promised: boolean;
  /** The one property of a record that holds a value of the form; all of them when it is left out. */
  readonly key?: string | undefined;
}

/** The payload itself. */
export function plain(kind: Payload): Carried {
  return { kind, promised: false };
}

/** What an iteration over a payload gives; undefined where it cannot be iterated. */
export function elementOf(kind: Payload): Payload | undefined {
  if (kind === 'form' || kind === 'pairs' || kind === 'map') return 'pair';
  return kind === 'values' ? 'value' : undefined;
}
