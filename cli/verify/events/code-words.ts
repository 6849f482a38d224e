/** What the sources of a handler ask requests for, so that events can have it. */
export interface CodeWords {
  /** Names of query parameters. */
  readonly queries: readonly string[];
  readonly headers: readonly string[];
  readonly cookies: readonly string[];
  /** Names of members of the body. */
  readonly fields: readonly string[];
  /** Whether credentials are read. */
  readonly auth: boolean;
  /** Strings and numbers that something is compared with, as text. */
  readonly values: readonly string[];
}

/** Values in one application: each is sent to each route, and most code compares with few. */
const MOST_VALUES = 40;
const LONGEST = 60;

/** How both forms of the code name each part of a request; the last are calls that take the name. */
const PARTS = {
  queries: [
    'query|multiValueQuery|queryStringParameters',
    'req\\.query|req\\.queries|searchParams\\.get',
  ],
  headers: ['headers|multiValueHeaders|rawHeaders', 'req\\.header|headers\\.get'],
  cookies: ['cookies', 'getCookie\\(\\w+,\\s*|cookie'],
  fields: ['body|getBody\\(\\w+\\)', 'form\\.get|body\\.get'],
} as const;

/** What events set themselves. */
const SET_BY_EVENTS = /^(?:host|cookie|content-type|content-length|authorization)$/i;
const TYPE_NAMES = new Set(
  'undefined object boolean number bigint string symbol function'.split(' '),
);

/**
 * Reads names and values out of sources, by their words alone: an event too many does no harm.
 *
 * @example codeWords(["if (req.query.sort === 'asc') {}"]) // queries: ['sort'], values: ['asc']
 */
export function codeWords(texts: readonly string[]): CodeWords {
  const named = ([holders, calls]: readonly [string, string]): string[] =>
    unique(texts.flatMap((text) => namesIn(text, holders, calls)));
  return {
    queries: named(PARTS.queries),
    headers: named(PARTS.headers).filter((name) => !SET_BY_EVENTS.test(name)),
    cookies: named(PARTS.cookies),
    fields: named(PARTS.fields),
    auth: texts.some((text) => /auth(?:orization)?\b/i.test(text)),
    values: unique(texts.flatMap(comparedIn)).slice(0, MOST_VALUES),
  };
}

function namesIn(text: string, holders: string, calls: string): string[] {
  const patterns = [
    `\\b(?:${holders})\\??\\.([A-Za-z_$][\\w$]*)(?!\\w*\\s*\\()`,
    `\\b(?:${holders})(?:\\?\\.)?\\[\\s*['"\`]([\\w.:-]+)['"\`]`,
    `\\b(?:${calls})\\(?\\s*['"\`]([\\w.:-]+)['"\`]`,
  ];
  const single = patterns.flatMap((pattern) =>
    [...text.matchAll(new RegExp(pattern, 'g'))].flatMap((match) => match[1] ?? []),
  );
  const lists = text.matchAll(new RegExp(`\\{([^{}]*)\\}\\s*=[^=;{}]*\\b(?:${holders})\\b`, 'g'));
  const listed = [...lists].flatMap(([, list = '']) =>
    list.split(',').flatMap((item) => /^\s*['"]?([\w$.-]+)/.exec(item)?.[1] ?? []),
  );
  return [...single, ...listed];
}

const COMPARED =
  /(?:[!=]==?\s*|\bcase\s+|\.(?:includes|startsWith|endsWith)\(\s*|[<>]=?\s*)(?:(['"`])([^'"`\n\\$]{1,60})\1|(\d{1,9})\b)|(['"])([^'"\n\\]{1,60})\4\s*[!=]==?/g;

function comparedIn(text: string): string[] {
  return [...text.matchAll(COMPARED)]
    .map((match) => match[2] ?? match[3] ?? match[5] ?? '')
    .filter((value) => /^[\x21-\x7e]+$/.test(value) && value.length <= LONGEST)
    .filter((value) => !TYPE_NAMES.has(value));
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)];
}
