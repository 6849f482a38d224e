/** Shorter texts are in every answer, and no secrets. */
const SHORTEST = 4;
/** A cookie may hold `true` or a language. */
const SHORTEST_COOKIE = 8;

/** Keeps the values of credentials out of every text: each is replaced by the name of its variable. */
export class Secrets {
  readonly #written = new Map<string, string>();

  /** @param value of the environment variable `variable` */
  add(value: string, variable: string): void {
    for (const part of partsOf(value))
      for (const form of formsOf(part)) this.#written.set(form, variable);
  }

  /**
   * @example
   * secrets.add('Bearer abcdef', 'API_TOKEN');
   * secrets.redact('token=abcdef') // 'token=[API_TOKEN]'
   */
  redact(text: string): string {
    // A secret that is part of another is looked for after it.
    const longestFirst = [...this.#written].toSorted(([a], [b]) => b.length - a.length);
    return longestFirst.reduce((kept, [form, name]) => kept.replaceAll(form, `[${name}]`), text);
  }
}

/** The value, what stands behind the scheme, the values of cookies, and the password of Basic. */
function partsOf(value: string): readonly string[] {
  const [, scheme = '', rest = ''] = /^(\w+) +(.*)$/s.exec(value) ?? [];
  const cookies = value
    .split(/; */)
    .flatMap((pair) => /^[^=\s]+=(.+)$/.exec(pair)?.[1] ?? [])
    .filter(({ length }) => length >= SHORTEST_COOKIE);
  const plain = scheme.toLowerCase() === 'basic' ? Buffer.from(rest, 'base64').toString() : '';
  const password = plain.slice(plain.indexOf(':') + 1);
  return [value, rest, ...cookies, plain, password].filter(({ length }) => length >= SHORTEST);
}

/** As it stands, in JSON, in an address, and in both kinds of base64. */
function formsOf(part: string): readonly string[] {
  const bytes = Buffer.from(part);
  return [
    part,
    JSON.stringify(part).slice(1, -1),
    encodeURIComponent(part),
    new URLSearchParams({ '': part }).toString().slice(1),
    bytes.toString('base64'),
    bytes.toString('base64url'),
  ];
}
