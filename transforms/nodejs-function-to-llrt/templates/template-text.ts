import type { Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { EditSet } from '../../engine/syntax/edits.js';
import { indentAt } from '../../engine/syntax/layout.js';
import { readLeniently } from './lenient-yaml.js';
import { blockLines, inline, type Style, type Value } from './value.js';
import { isAlias, isMap, isPair, isScalar, isSeq } from './yaml-library.js';

/** Keys and values to add to a map. */
export type Entries = Readonly<Record<string, Value>>;

/** A pair of a map that was found by its key. */
export interface Found {
  readonly pair: Pair;
  /** With aliases followed. */
  readonly value: Node;
  /** Whether it stands in the map itself, and not in one that is merged into it with `<<`. */
  readonly isOwn: boolean;
}

/** A template in YAML or JSON, of which lines are added and values replaced; the rest keeps its bytes. */
export class TemplateText {
  readonly #document: Document;
  readonly #edits: EditSet;
  readonly #json: boolean;

  /** The text that offsets are about: its lines are those of the file. */
  readonly text: string;

  constructor(source: string) {
    const { document, text } = readLeniently(source);
    this.text = text;
    this.#document = document;
    this.#edits = new EditSet(text);
    this.#json = text.trimStart().startsWith('{');
  }

  /** The map at the top; undefined where the file is none, or does not parse. */
  root(): YAMLMap | undefined {
    const { contents, errors } = this.#document;
    return errors.length === 0 && isMap(contents) ? contents : undefined;
  }

  /** Why the text cannot be read, with the line; undefined where it can. */
  problem(): string | undefined {
    const [first] = this.#document.errors;
    return (
      first && `line ${first.linePos?.[0].line ?? 1}: ${first.message.split(/ at line|\n/)[0]}`
    );
  }

  /** Looks up a key, through aliases and merged maps. */
  find(map: YAMLMap | undefined, key: string): Found | undefined {
    const own = map?.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
    const value = own && this.resolve(own.value);
    if (own && value) return { pair: own, value, isOwn: true };
    for (const merged of this.#merged(map)) {
      const found = this.find(merged, key);
      if (found) return { ...found, isOwn: false };
    }
    return undefined;
  }

  /** The map below a key. */
  map(map: YAMLMap | undefined, key: string): YAMLMap | undefined {
    const value = this.find(map, key)?.value;
    return isMap(value) ? value : undefined;
  }

  /** The text below a key, undefined for anything that is no plain text. */
  textAt(map: YAMLMap | undefined, key: string): string | undefined {
    const value = this.find(map, key)?.value;
    return isScalar(value) && typeof value.value === 'string' && value.tag === undefined
      ? value.value
      : undefined;
  }

  /** Keys and values of a map, aliases followed. */
  entries(map: YAMLMap | undefined): readonly (readonly [string, Node])[] {
    return (map?.items ?? []).flatMap(({ key, value }) => {
      const node = this.resolve(value);
      return isScalar(key) && node ? [[String(key.value), node] as const] : [];
    });
  }

  resolve(value: unknown): Node | undefined {
    if (isAlias(value)) return value.resolve(this.#document);
    return isScalar(value) || isMap(value) || isSeq(value) ? value : undefined;
  }

  /** Line and column of a node, 1-based. */
  placeOf(node: Node): { readonly line: number; readonly column: number } {
    const offset = node.range?.[0] ?? 0;
    const line = this.text.slice(0, offset).split('\n').length;
    return { line, column: offset - this.#lineStart(offset) + 1 };
  }

  /** The text of a node as it is written, with its tag. */
  sourceOf(node: Node): string {
    const [start, end] = this.#span(node);
    return this.text.slice(start, end);
  }

  /** Puts another value in the place of one; an anchor in front of it stays. */
  put(value: Node, other: Value): void {
    const [start, end] = this.#span(value);
    this.#edits.replace(start, end, inline(other, this.#json ? 'json' : 'flow'));
  }

  /** Adds entries behind a pair of a map, by default behind the first one with a plain value. */
  add(map: YAMLMap, entries: Entries, behind?: Pair): void {
    const isPlain = ({ value }: Pair): boolean => isScalar(value) || isAlias(value);
    const pair = behind ?? map.items.find(isPlain);
    const key = (pair ?? map.items[0])?.key;
    if (!isScalar(key) || !key.range) throw new Error('a map of a template has no place to add to');
    const column = this.#columnOf(key.range[0]);
    const isLine = this.text.slice(this.#lineStart(key.range[0]), key.range[0]).trim() === '';
    if (map.flow !== true) {
      const lines = this.#blockLines(entries, column);
      if (!pair)
        return this.#edits.insert(key.range[0], `${lines.join('\n').trimStart()}\n${column}`);
      return this.#edits.insert(this.#endOfLine(this.#endOf(pair)), `\n${lines.join('\n')}`);
    }
    const separator = isLine ? `,\n${column}` : ', ';
    const at = pair ? this.#endOf(pair) : this.#endOf(map.items[0]);
    const parts = Object.entries(entries).map(
      ([name, value]) => separator + this.#flow(name, value),
    );
    this.#edits.insert(at, parts.join(''));
  }

  /** Adds entries in front of all others of the map below a key. */
  addFirst(pair: Pair, map: YAMLMap, entries: Entries): void {
    const first = map.items[0]?.key;
    if (!isScalar(first) || !first.range || !isScalar(pair.key))
      throw new Error('a map of a template has no place to add to');
    const column = this.#columnOf(first.range[0]);
    if (map.flow !== true) {
      const lines = this.#blockLines(entries, column);
      return this.#edits.insert(this.#endOfLine(pair.key.range?.[1] ?? 0), `\n${lines.join('\n')}`);
    }
    const isLine = this.text.slice(this.#lineStart(first.range[0]), first.range[0]).trim() === '';
    const separator = isLine ? `,\n${column}` : ', ';
    const parts = Object.entries(entries).map(
      ([name, value]) => this.#flow(name, value) + separator,
    );
    this.#edits.insert(first.range[0], parts.join(''));
  }

  /** Adds values at the end of a list. */
  append(list: YAMLSeq, values: readonly Value[]): void {
    const last = this.#nodeOf(list.items.at(-1));
    const style: Style = this.#json ? 'json' : 'flow';
    const texts = values.map((value) => inline(value, style));
    if (list.flow === true || !last) {
      const [start, end] = this.#span(list);
      const at = last ? this.#span(last)[1] : start + 1;
      if (!last) return this.#edits.replace(start, end, `[${texts.join(', ')}]`);
      return this.#edits.insert(at, texts.map((text) => `, ${text}`).join(''));
    }
    const dash = this.text.lastIndexOf('-', this.#span(last)[0]);
    const column = this.#columnOf(dash);
    const lines = texts.map((text) => `\n${column}- ${text}`);
    this.#edits.insert(this.#endOfLine(this.#span(last)[1]), lines.join(''));
  }

  /** Takes the line of an item out of a list in lines. */
  removeItem(item: Node): void {
    const [start, end] = this.#span(item);
    this.#edits.remove(
      this.#lineStart(start),
      Math.min(this.#endOfLine(end) + 1, this.text.length),
    );
  }

  /** Takes a pair out of a map in lines. */
  removePair(pair: Pair): void {
    const start = isScalar(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
    const end = Math.min(this.#endOfLine(this.#endOf(pair)) + 1, this.text.length);
    this.#edits.remove(this.#lineStart(start), end);
  }

  /** The text with all changes. */
  changed(): string {
    return this.#edits.apply();
  }

  #merged(map: YAMLMap | undefined): readonly YAMLMap[] {
    const pair = map?.items.find(({ key }) => isScalar(key) && String(key.value) === '<<');
    const value = pair && this.resolve(pair.value);
    const all = isSeq(value) ? value.items.map((item) => this.resolve(item)) : [value];
    return all.filter((one) => isMap(one));
  }

  #nodeOf(item: unknown): Node | undefined {
    return isPair(item) || item === null || item === undefined ? undefined : (item as Node);
  }

  /** Start and end of a node; the tag belongs to it, trailing white space and comments do not. */
  #span(node: Node): readonly [number, number] {
    const [from = 0, to = 0] = node.range ?? [];
    const tag = /![\w:.!]*[ \t]+$/.exec(this.text.slice(0, from))?.[0].length ?? 0;
    const isTagged = 'tag' in node && node.tag !== undefined && !node.tag.startsWith('tag:yaml');
    const end = from + this.text.slice(from, to).trimEnd().length;
    return [isTagged ? from - tag : from, end];
  }

  #endOf(pair: Pair | undefined): number {
    const value = this.#nodeOf(pair?.value);
    if (value?.range) return this.#span(value)[1];
    return isScalar(pair?.key) ? (pair.key.range?.[1] ?? 0) : 0;
  }

  #blockLines(entries: Entries, column: string): string[] {
    return Object.entries(entries).flatMap(([name, value]) => blockLines(name, value, column));
  }

  #flow(name: string, value: Value): string {
    const style: Style = this.#json ? 'json' : 'flow';
    return inline({ [name]: value }, style).slice(2, -2);
  }

  #lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1;
  }

  #endOfLine(offset: number): number {
    const newline = this.text.indexOf('\n', offset);
    return newline < 0 ? this.text.length : newline;
  }

  /** White space as wide as what stands in front of an offset on its line. */
  #columnOf(offset: number): string {
    const start = this.#lineStart(offset);
    const indent = indentAt(this.text, offset);
    return indent.padEnd(
      indent.length === offset - start ? 0 : this.#isItem(offset) ? offset - start : 0,
    );
  }

  #isItem(offset: number): boolean {
    return /^[ \t]*(?:- )+$/.test(this.text.slice(this.#lineStart(offset), offset));
  }
}
