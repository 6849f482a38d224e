import type { Edit, JSONPath, Node } from 'jsonc-parser';
import { jsonc } from './jsonc.js';
import type { ManifestChange, ManifestField } from './transform.js';

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Changes the dependencies in the text of a package.json: only the lines of those entries
 * change, indentation and line endings stay, and a section that was sorted stays sorted.
 *
 * An added dependency goes into the section of `change.beside` or of the first removed one,
 * else into `dependencies`. A dependency that is already in a section is left as it is. Other
 * values are set where they are, or behind the keys that the change names.
 *
 * @param text valid JSON without byte order mark
 */
export function editManifest(text: string, change: ManifestChange): string {
  const anchors = [change.beside, ...change.remove].filter((name) => name !== undefined);
  const section =
    SECTIONS.find((name) => anchors.some((anchor) => anchor in sectionOf(text, name))) ??
    'dependencies';
  let edited = text;
  for (const [name, range] of Object.entries(change.add)) {
    if (SECTIONS.some((key) => name in sectionOf(edited, key))) continue;
    edited = set(edited, [section, name], range, insertionIndex(edited, section, name));
  }
  for (const name of change.remove) {
    for (const key of SECTIONS) {
      if (!(name in sectionOf(edited, key))) continue;
      const last = Object.keys(sectionOf(edited, key)).length === 1;
      edited = set(edited, last ? [key] : [key, name], undefined);
    }
  }
  for (const field of change.set ?? []) edited = setField(edited, field);
  return edited;
}

function setField(text: string, { path, value, after }: ManifestField): string {
  const { parseTree, findNodeAtLocation } = jsonc();
  const root = parseTree(text);
  const holder = root && findNodeAtLocation(root, path.slice(0, -1));
  const keys = (holder?.children ?? []).map((property): unknown => property.children?.[0]?.value);
  const last = keys.findLastIndex((key) => typeof key === 'string' && after?.includes(key));
  return set(text, [...path], value, after ? last + 1 : undefined);
}

function sectionOf(text: string, section: string): Record<string, unknown> {
  const manifest: unknown = JSON.parse(text);
  if (typeof manifest !== 'object' || manifest === null) return {};
  const value = new Map<string, unknown>(Object.entries(manifest)).get(section);
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** Place in a sorted section; undefined (the end) in one that is in another order. */
function insertionIndex(text: string, section: string, name: string): number | undefined {
  const names = Object.keys(sectionOf(text, section));
  const sorted = names.every((other, index) => index === 0 || (names[index - 1] ?? '') <= other);
  if (!sorted || names.length === 0) return undefined;
  const index = names.findIndex((other) => other > name);
  return index < 0 ? names.length : index;
}

function set(text: string, path: JSONPath, value: string | undefined, index?: number): string {
  const insertion = index === undefined ? {} : { getInsertionIndex: () => index };
  if (isOnOneLine(text, path)) {
    const edits = jsonc().modify(text, path, value, insertion);
    return jsonc().applyEdits(
      text,
      /[{,:] "/.test(text) ? edits.map((edit) => spaced(text, edit)) : edits.map(compact),
    );
  }
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.includes('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  return jsonc().applyEdits(
    text,
    jsonc().modify(text, path, value, { formattingOptions, ...insertion }),
  );
}

/** Whether the object around an entry is written on one line, which it then stays on. */
function isOnOneLine(text: string, path: JSONPath): boolean {
  const root = jsonc().parseTree(text);
  const section = root && jsonc().findNodeAtLocation(root, path.slice(0, 1));
  const holder = path.length > 1 && section?.children?.length ? section : root;
  return holder !== undefined && !/[\r\n]/.test(textOf(text, holder));
}

function textOf(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}

/** An edit of an object on one line as people write it: `{ "a": "1", "b": "2" }`. */
function spaced(text: string, edit: Edit): Edit {
  const content = edit.content
    .replaceAll('{"', '{ "')
    .replaceAll('":"', '": "')
    .replaceAll('"}', '" }')
    .replace(/^,(?=")/, ', ')
    .replace(/(?<="),$/, ', ');
  const [before, after] = [text[edit.offset - 1], text[edit.offset + edit.length]];
  // Taking the first entry away takes the space before it as well.
  if (content === '' && before === '{' && after === '"') return { ...edit, content: ' ' };
  // A first entry is put in front of the space that belongs before it.
  if (content.endsWith(', ') && before === '{' && after === ' ')
    return { ...edit, content: ` ${content.trimEnd()}` };
  const alone = content !== '' && before === '{' && after === '}';
  return { ...edit, content: alone ? ` ${content} ` : content };
}

/** An edit of an object on one line as programs write it: `{"a":"1","b":"2"}`. */
function compact(edit: Edit): Edit {
  return { ...edit, content: edit.content.replaceAll('": ', '":') };
}
