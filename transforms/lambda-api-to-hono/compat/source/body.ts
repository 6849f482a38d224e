import type { Context } from 'hono';
import { fromBase64 } from './base64.js';
import { eventOf, headersOf, type LambdaEvent, type Loose } from './event.js';

const bodies = new WeakMap<Context, { readonly value: Loose }>();

/**
 * `req.body`: parsed as JSON whatever the content type says, a form as an object whose repeated
 * fields are arrays, anything else as the text it is; absent is null, undefined or '' as the
 * event has it. Never fails. Parsed once, so that middleware and handler share it.
 *
 * @example
 * const { name } = getBody(c);
 */
export function getBody(c: Context): Loose {
  const known = bodies.get(c);
  if (known) return known.value;
  const value = parseEventBody(eventOf(c));
  bodies.set(c, { value });
  return value;
}

/** `req.body = value` for the functions that run later. */
export function setBody(c: Context, value: Loose): void {
  bodies.set(c, { value });
}

function parseEventBody(event: LambdaEvent): Loose {
  const body: unknown = event.isBase64Encoded
    ? new TextDecoder('utf-8', { ignoreBOM: true }).decode(fromBase64(String(event.body || '')))
    : event.body;
  const type = headersOf(event)['content-type'];
  if (type?.includes('application/x-www-form-urlencoded')) return parseForm(body);
  return typeof body === 'object' ? body : parseJson(body);
}

/** The value of a JSON text, or the text itself where it is none. */
export function parseJson(text: unknown): Loose {
  try {
    return JSON.parse(String(text));
  } catch {
    return text;
  }
}

/** Form fields as Node's querystring gives them: repeated ones as arrays, at most 1000 fields. */
export function parseForm(text: unknown): Loose {
  const fields: Record<string, string | string[]> = Object.create(null);
  if (typeof text !== 'string') return fields;
  const pairs = text.split('&').filter((pair) => pair !== '');
  for (const pair of pairs.slice(0, 1000)) {
    const [name = '', ...rest] = pair.split('=');
    const key = decodeFormText(name);
    const value = decodeFormText(rest.join('='));
    const known = fields[key];
    if (known === undefined) fields[key] = value;
    else if (Array.isArray(known)) known.push(value);
    else fields[key] = [known, value];
  }
  return fields;
}

/** Decodes a part of a form; malformed escapes stay, as in Node's querystring. */
function decodeFormText(text: string): string {
  const spaced = text.replace(/\+/g, ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    const bytes: number[] = [];
    for (let i = 0; i < spaced.length; i++) {
      const escape = /^%([0-9a-f]{2})/i.exec(spaced.slice(i, i + 3));
      if (escape) i += 2;
      bytes.push(escape ? parseInt(escape[1] ?? '', 16) : spaced.charCodeAt(i) & 255);
    }
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array(bytes));
  }
}
