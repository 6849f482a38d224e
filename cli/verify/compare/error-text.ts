/** A pair of error messages that quote different source text and tell the same. */
export interface QuotedSource {
  readonly before: string;
  readonly after: string;
}

/** A message of V8 that quotes an expression of the source. */
interface Message {
  readonly text: string;
  readonly start: number;
  /** Everything but the expression: equal when the same thing failed. */
  readonly told: string;
  /** The last name of the expression; undefined when it ends in a call or a computed key. */
  readonly name: string | undefined;
  /** When `name` has to be the same: `is not a function` tells nothing without it. */
  readonly compared: 'always' | 'when-both' | 'never';
}

/** Values, which V8 prints in the place of an expression: these are what failed, not how it is written. */
const VALUE = '(?:undefined|null|true|false|NaN|Infinity|object|string|number|bigint|symbol)';
const NAME = '[\\p{ID_Start}$_][\\p{ID_Continue}$]*';
/** An expression as V8 prints it: `request.body`, `getBody(...).role`, `(intermediate value).x`, `list[0]`. */
const EXPRESSION = `(?:\\(0 , )?(?:\\(intermediate value\\)|(?!${VALUE}(?![\\p{ID_Continue}$]))${NAME})(?:\\??\\.[#\\p{ID_Continue}$-]+|(?:\\?\\.)?\\(\\.\\.\\.\\)|\\(intermediate value\\)|\\[[\\w$.]+\\])*\\)?`;
const RETURNED = 'a function or its return value is not ';
const MESSAGE = new RegExp(
  [
    `Cannot destructure property '(?<property>[^'"\\\\\\n]+)' of '(?<of>[^'"\\\\\\n]+)' as it is (?<was>undefined|null)\\.`,
    `Cannot destructure '(?<whole>[^'"\\\\\\n]+)' as it is (?<is>undefined|null)\\.`,
    `(?<![\\p{ID_Continue}$.#\\\\)\\]])(?<callee>${EXPRESSION}) is not (?<kind>a function(?: or its return value is not (?:async )?iterable)?|a constructor|(?:async )?iterable(?: \\(cannot read property Symbol\\(Symbol\\.(?:iterator|asyncIterator)\\)\\))?)(?![\\p{ID_Continue}$-])`,
  ].join('|'),
  'gu',
);

/**
 * V8 quotes the failing source in some messages (`Cannot destructure property 'role' of
 * 'request.body' as it is null.`), so a body that passes an error on changes when the
 * code is written in another way. Two texts that differ in nothing but such a quoted
 * expression tell of the same failure: same message, same property, same null or
 * undefined. For `x.y is not a function` and `not a constructor` the last name has to be
 * the same; for messages that name no property it has to when both expressions end in one.
 *
 * @returns the messages that differ; undefined when anything else does
 * @example
 * quotedSources('request.body is not iterable', 'getBody(...) is not iterable')
 * // [{ before: 'request.body is not iterable', after: 'getBody(...) is not iterable' }]
 */
export function quotedSources(before: string, after: string): readonly QuotedSource[] | undefined {
  const [left, right] = [messagesIn(before), messagesIn(after)];
  if (left.length !== right.length) return undefined;
  const found: QuotedSource[] = [];
  const at = { before: 0, after: 0 };
  for (const [index, one] of left.entries()) {
    const other = right[index];
    if (other === undefined || !tellSame(one, other)) return undefined;
    if (before.slice(at.before, one.start) !== after.slice(at.after, other.start)) return undefined;
    if (one.text !== other.text) found.push({ before: one.text, after: other.text });
    at.before = one.start + one.text.length;
    at.after = other.start + other.text.length;
  }
  return before.slice(at.before) === after.slice(at.after) ? found : undefined;
}

function messagesIn(text: string): Message[] {
  return [...text.matchAll(MESSAGE)].map((match) => {
    const { property, of = '', was, whole, is, callee = '', kind = '' } = match.groups ?? {};
    const common = { text: match[0], start: match.index };
    if (property !== undefined) {
      const told = JSON.stringify(['property', property, was]);
      return { ...common, told, name: lastName(of), compared: 'never' };
    }
    if (whole !== undefined) {
      const told = JSON.stringify(['whole', is]);
      return { ...common, told, name: lastName(whole), compared: 'when-both' };
    }
    if (kind === 'a function' || kind === 'a constructor') {
      return { ...common, told: kind, name: lastName(callee), compared: 'always' };
    }
    // Of what a call returns V8 says `f is not a function or its return value is not iterable`.
    // It adds the property that it could not read in some places, in the same words always.
    const returned = kind.startsWith(RETURNED);
    const told = (returned ? kind.slice(RETURNED.length) : kind).replace(/ \(.*/, '');
    return {
      ...common,
      told,
      name: returned ? undefined : lastName(callee),
      compared: 'when-both',
    };
  });
}

function lastName(expression: string): string | undefined {
  const inner = expression.replace(/^\(0 , (.*)\)$/, '$1');
  return /(?:^|\.)([#\p{ID_Continue}$-]+)$/u.exec(inner)?.[1];
}

function tellSame(one: Message, other: Message): boolean {
  if (one.text === other.text) return true;
  if (one.told !== other.told) return false;
  if (one.compared === 'never') return true;
  const known = one.name !== undefined && other.name !== undefined;
  return known ? one.name === other.name : one.compared === 'when-both';
}
