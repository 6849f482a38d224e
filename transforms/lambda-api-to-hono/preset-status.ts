import { ANSWERING, STATUS_AHEAD } from './handlers/chain.js';

/**
 * Whether a text sets a status ahead of the answer that may not allow a body: 204 and the
 * like, or one that is known at run time only. Reads both forms of the code alike, so that
 * the answer stays the same while routes move from one to the other.
 */
export function presetsStatus(text: string): boolean {
  if (/\bsetStatus\(/.test(text)) return true;
  for (const match of text.matchAll(/\.status\(/g)) {
    const open = match.index + match[0].length - 1;
    const close = closing(text, open);
    const argument = text.slice(open + 1, close).trim();
    const allowsBody = /^['"]?\d{3}['"]?$/.test(argument) && !/10\d|20[45]|304/.test(argument);
    const last = lastLink(text, close);
    const isAhead = !ANSWERING.has(last) || STATUS_AHEAD.has(last);
    if (!allowsBody && argument !== '' && isAhead) return true;
  }
  return false;
}

/** Name of the last call of a chain, given the end of one of its calls. */
function lastLink(text: string, end: number): string {
  let name = '';
  const link = /\s*(?:\/\/[^\n]*\n\s*)*\.\s*(\w+)\s*\(/y;
  for (let at = end + 1; ;) {
    link.lastIndex = at;
    const match = link.exec(text);
    if (!match) return name;
    name = match[1] ?? '';
    at = closing(text, link.lastIndex - 1) + 1;
  }
}

/** Offset of the bracket that closes the one at an offset; brackets in strings are taken for brackets. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    if (depth === 0) return at;
  }
  return text.length;
}
