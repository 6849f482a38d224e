import { applyEdits, modify, type JSONPath } from 'jsonc-parser';
import type { ManifestChange } from './transform.js';

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

/**
 * Changes the dependencies in the text of a package.json: only the lines of those entries
 * change, indentation and line endings stay, and a section that was sorted stays sorted.
 *
 * An added dependency goes into the section of `change.beside` or of the first removed one,
 * else into `dependencies`. A dependency that is already in a section is left as it is.
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
  return edited;
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
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.includes('\t'),
    tabSize: indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
  const options =
    index === undefined
      ? { formattingOptions }
      : { formattingOptions, getInsertionIndex: () => index };
  return applyEdits(text, modify(text, path, value, options));
}
