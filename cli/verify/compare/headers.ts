/** Headers whose values are lists: white space around their commas means nothing. */
const LISTS = new Set([
  'accept-ranges',
  'access-control-allow-headers',
  'access-control-allow-methods',
  'access-control-expose-headers',
  'allow',
  'cache-control',
  'connection',
  'content-encoding',
  'content-language',
  'vary',
]);

/**
 * The media type written in one way: type, parameter names and charset in lower case,
 * one space, and without `charset=utf-8` on JSON, which has no other encoding.
 */
export function canonicalContentType(value: string): string {
  const [type = '', ...rest] = value.split(';').map((part) => part.trim());
  const media = type.toLowerCase();
  const parameters = rest.filter((part) => part !== '').map(canonicalParameter);
  const json = /^application\/([\w.-]+\+)?json$/.test(media);
  const kept = json ? parameters.filter((text) => text !== 'charset=utf-8') : parameters;
  return [media, ...kept].join('; ');
}

function canonicalParameter(text: string): string {
  const [name, value] = cut(text);
  if (value === undefined) return name.toLowerCase();
  const lower = name.toLowerCase();
  return lower === 'charset'
    ? `charset=${value.replace(/^"(.*)"$/, '$1').toLowerCase()}`
    : `${lower}=${value}`;
}

/**
 * A Set-Cookie header with its attributes in one order and spelling. Name and value are
 * kept as they are.
 */
export function canonicalCookie(text: string): string {
  const [pair = '', ...attributes] = text.split(';').map((part) => part.trim());
  return [
    pair,
    ...attributes
      .filter((part) => part !== '')
      .map(canonicalAttribute)
      .toSorted(),
  ].join('; ');
}

function canonicalAttribute(text: string): string {
  const [name, value] = cut(text);
  const lower = name.toLowerCase();
  if (value === undefined) return lower;
  if (lower === 'expires') {
    const time = Date.parse(value);
    return `expires=${Number.isNaN(time) ? value : new Date(time).toUTCString()}`;
  }
  return lower === 'samesite' || lower === 'domain'
    ? `${lower}=${value.toLowerCase()}`
    : `${lower}=${value}`;
}

/** One header value as the client reads it. */
export function canonicalValue(name: string, values: readonly string[]): string {
  const joined = values.map((value) => value.trim()).join(', ');
  if (name === 'content-type') return canonicalContentType(joined);
  return LISTS.has(name) ? joined.replace(/\s*,\s*/g, ', ') : joined;
}

function cut(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at < 0 ? [text, undefined] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
