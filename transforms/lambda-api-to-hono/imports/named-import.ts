import type { EditSet } from '../../engine/syntax/edits.js';
import { lineEnding } from '../../engine/syntax/layout.js';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { lastImport, startOfCode } from './import-place.js';
import { findImport, namesOf, specifierText, type Listed } from './import-statement.js';
import { importText } from './import-text.js';
import { formatOf, type ModuleFormat } from './module-format.js';

/** An import of named values that a file gets as far as it needs them. */
export interface NamedImport {
  /** The name that a value has in the file; from then on it is imported. */
  localName(name: string): string;
  /** Adds what was asked for to the import that is there, or a new one. */
  write(edits: EditSet): void;
}

/**
 * Prepares an import of a file.
 *
 * @param matches tells the specifiers by which the file may import the module already
 * @param specifierFor makes the specifier of a new import
 * @param suffix is appended to a name that means something else in the file
 */
export function namedImport(
  program: SourceProgram,
  file: ParsedFile,
  matches: (specifier: string) => boolean,
  specifierFor: (format: ModuleFormat) => string,
  suffix: string,
): NamedImport {
  const existing = findImport(file.ast, matches);
  const held = existing ? namesOf(existing) : [];
  const added = new Map<string, Listed>();
  const format = formatOf(file, program.pkg.manifest.type);
  const list = (name: string): Listed => {
    const known = held.find((one) => one.name === name) ?? added.get(name);
    if (known) return known;
    const local = program.bindings(file.path).mentions(name) ? `${name}${suffix}` : name;
    const text = local === name ? name : `${name}${format === 'esm' ? ' as ' : ': '}${local}`;
    const listed = { name, isType: false, text };
    added.set(name, listed);
    return listed;
  };
  return {
    localName: (name) =>
      list(name)
        .text.split(/ as |: /)
        .at(-1) ?? name,
    write(edits) {
      if (added.size === 0) return;
      const names = [...held, ...added.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const specifier = (existing && specifierText(existing)) ?? specifierFor(format);
      const text = importText(file, format, names, specifier);
      const newline = lineEnding(file.text);
      const after = lastImport(file.ast, format);
      if (existing) edits.replace(existing.getStart(file.ast), existing.end, text);
      else if (after) edits.insert(after.end, newline + text);
      else edits.insertFirst(startOfCode(file), text + newline + newline);
    },
  };
}
