import fc from 'fast-check';

/** Random source text. `@q` stands for the request, `@s` for the response, `¤` for a unique number. */
export type Code = fc.Arbitrary<string>;

/** An alternative, alone or with its weight. */
export type Option = string | Code | readonly [number, string | Code];

/**
 * Random text from a template whose holes are random texts.
 *
 * @example code`${one('a', 'b')}.json(${one('1', '2')})`
 */
export function code(parts: TemplateStringsArray, ...holes: readonly Code[]): Code {
  return fc
    .tuple(...holes)
    .map((texts) => parts.map((part, index) => part + (texts[index] ?? '')).join(''));
}

/** One of several texts; a counter-example shrinks towards the first. */
export function one(...options: readonly Option[]): Code {
  const weighted = options.map((option) => {
    const [weight, text] = isWeighted(option) ? option : ([1, option] as const);
    return { weight, arbitrary: typeof text === 'string' ? fc.constant(text) : text };
  });
  return fc.oneof({ withCrossShrink: true }, ...weighted);
}

/** Nothing in most cases, else the text. */
export function maybe(text: Code): Code {
  return one([3, ''], [1, text]);
}

/** Texts one after the other, each with its own number for the names it declares. */
export function sequence(text: Code, most: number, separator = '\n'): Code {
  return fc.array(text, { maxLength: most }).map((texts) => numbered(texts).join(separator));
}

/** Statements before a last one. */
export function before(text: Code, most: number, last: Code): Code {
  return fc
    .tuple(fc.array(text, { maxLength: most }), last)
    .map(([texts, end]) => numbered([...texts, end]).join('\n'));
}

/** A reference to the functions of a kind; the application picks one that it has. */
export function reference(kind: string): Code {
  return fc.nat(2).map((index) => `@${kind}${index}@`);
}

function numbered(texts: readonly string[]): string[] {
  return texts.map((text, index) => text.replaceAll('¤', String(index + 1)));
}

function isWeighted(option: Option): option is readonly [number, string | Code] {
  return Array.isArray(option);
}
