import { isName } from './name-book.js';

/** One import as it will be written. */
export interface ImportWish {
  readonly specifier: string;
  readonly isJson: boolean;
  readonly base?: { readonly kind: 'default' | 'namespace'; readonly name: string };
  readonly names?: readonly { readonly name: string; readonly local: string }[];
}

/**
 * The text of an import, without its end.
 *
 * @example importText({ specifier: 'fs', isJson: false, base: { kind: 'default', name: 'fs' } }, "'") // import fs from 'fs'
 */
export function importText(wish: ImportWish, quote: string): string {
  const from = `${quote}${wish.specifier}${quote}`;
  const attributes = wish.isJson ? ` with { type: ${quote}json${quote} }` : '';
  const clauses: string[] = [];
  if (wish.base?.kind === 'default') clauses.push(wish.base.name);
  if (wish.base?.kind === 'namespace') clauses.push(`* as ${wish.base.name}`);
  const { names = [] } = wish;
  const [only] = names;
  if (only?.name === 'default' && names.length === 1) clauses.push(only.local);
  else if (names.length > 0)
    clauses.push(`{ ${names.map((entry) => specifierText(entry, quote)).join(', ')} }`);
  const clause = clauses.length > 0 ? `${clauses.join(', ')} from ` : '';
  return `import ${clause}${from}${attributes}`;
}

const LINE_WIDTH = 80;

/**
 * An import with its names on lines of their own where one line would be too long.
 *
 * @param eol line ending of the file
 * @param indent one step of its indentation
 */
export function onLines(text: string, eol: string, indent: string): string {
  const [, before, names, after] = /^(import [^{]*)\{ (.*) \}( from .*)$/.exec(text) ?? [];
  if (text.length <= LINE_WIDTH || names === undefined) return text;
  const lines = names.split(', ').map((name) => `${indent}${name},`);
  return [`${before}{`, ...lines, `}${after}`].join(eol);
}

function specifierText(entry: { name: string; local: string }, quote: string): string {
  const { name, local } = entry;
  if (name === local) return name;
  return isName(name) || /^[\w$]+$/.test(name)
    ? `${name} as ${local}`
    : `${quote}${name}${quote} as ${local}`;
}
