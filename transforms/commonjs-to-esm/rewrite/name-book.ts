import { posix } from 'node:path';
import type { Bindings } from '../../engine/syntax/bindings.js';

const RESERVED = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export extends false ' +
    'finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield arguments eval'
  ).split(' '),
);

/** Whether a word can be the name of a variable in an ES module. */
export function isName(word: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(word) && !RESERVED.has(word);
}

/** Gives out names for new variables at the top of one file. */
export class NameBook {
  private readonly taken = new Set<string>();

  constructor(private readonly bindings: Bindings) {}

  /** Whether nothing in the file has this name or speaks of it. */
  isFree(name: string): boolean {
    return isName(name) && !this.taken.has(name) && !this.bindings.mentions(name);
  }

  /** The first of the wishes that is free, else the last one with a number; it is taken from now on. */
  take(...wishes: readonly string[]): string {
    const last = wishes.at(-1) ?? 'value';
    const stem = isName(last) ? last : `${last}Value`;
    let found = wishes.find((wish) => this.isFree(wish));
    for (let number = 2; found === undefined; number += 1)
      if (this.isFree(`${stem}${number}`)) found = `${stem}${number}`;
    this.taken.add(found);
    return found;
  }

  /** Takes a name that the file has already. */
  reserve(name: string): void {
    this.taken.add(name);
  }
}

/** A name in camel case out of any text: `./lib/my-thing.js` gives `myThing`. */
export function nameFromPath(path: string): string {
  const parts = path.replace(/\/$/, '').split('/');
  let last = posix.basename(parts.at(-1) ?? '', posix.extname(parts.at(-1) ?? ''));
  if (['index', '', '.', '..'].includes(last)) last = parts.at(-2) ?? 'index';
  return camelCase(last.replace(/^@/, ''));
}

/** @example camelCase('a-b') // 'aB' */
export function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9_$]+/).filter((word) => word !== '');
  const joined = words.map((word, index) => (index === 0 ? word : capitalized(word))).join('');
  const name = /^\d/.test(joined) || joined === '' ? `_${joined}` : joined;
  return RESERVED.has(name) ? `${name}Module` : name;
}

/** @example capitalized('name') // 'Name' */
export function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
