const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/**
 * The same JSON value written in one fixed way: keys sorted, no white space. Numbers
 * keep their digits, because `JSON.parse` would make different long numbers equal, and
 * repeated keys are all kept. Undefined when the text is not JSON.
 *
 * @example canonicalJson('{"b":1, "a":2}') // '{"a":2,"b":1}'
 */
export function canonicalJson(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined; // the caller compares the text as it is
  }
  const tokens = text.match(TOKEN) ?? [];
  return writeValue(tokens, { at: 0 });
}

interface Cursor {
  at: number;
}

function writeValue(tokens: readonly string[], cursor: Cursor): string {
  const token = tokens[cursor.at++] ?? '';
  if (token === '{') return `{${members(tokens, cursor).join(',')}}`;
  if (token === '[') return `[${elements(tokens, cursor).join(',')}]`;
  return token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token;
}

function members(tokens: readonly string[], cursor: Cursor): string[] {
  const found: { key: string; text: string }[] = [];
  while (tokens[cursor.at] !== '}') {
    if (tokens[cursor.at] === ',') cursor.at++;
    const key = writeValue(tokens, cursor);
    cursor.at++; // the colon
    found.push({ key, text: `${key}:${writeValue(tokens, cursor)}` });
  }
  cursor.at++;
  // A stable sort by key alone: of repeated keys the last one counts, so their order stays.
  return found.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map((m) => m.text);
}

function elements(tokens: readonly string[], cursor: Cursor): string[] {
  const found: string[] = [];
  while (tokens[cursor.at] !== ']') {
    if (tokens[cursor.at] === ',') cursor.at++;
    found.push(writeValue(tokens, cursor));
  }
  cursor.at++;
  return found;
}
