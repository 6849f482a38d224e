import type { EditSet } from '../../engine/syntax/edits.js';
import { lineEnding } from '../../engine/syntax/layout.js';
import type { ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { compatSpecifier } from '../../lambda-api-to-hono/imports/compat-specifier.js';
import { lastImport, startOfCode } from '../../lambda-api-to-hono/imports/import-place.js';
import {
  findImport,
  namesOf,
  specifierText,
  type Listed,
} from '../../lambda-api-to-hono/imports/import-statement.js';
import { importText } from '../../lambda-api-to-hono/imports/import-text.js';
import { formatOf } from '../../lambda-api-to-hono/imports/module-format.js';
import { HELPER_HEADER, type HelperName } from './declarations.js';

/** Under which name a file calls each function, and the import that brings it. */
export interface HelperImport {
  localName(name: HelperName): string;
  /** Adds the import of the names that were asked for. */
  write(edits: EditSet): void;
}

/** Prepares the import of functions from the helper module into a file. */
export function helperImport(
  program: SourceProgram,
  file: ParsedFile,
  helperFile: string,
): HelperImport {
  const isHelper = (specifier: string): boolean => {
    const path = program.resolve(file.path, specifier);
    return path !== undefined && (program.pkg.read(path) ?? '').startsWith(HELPER_HEADER);
  };
  const existing = findImport(file.ast, isHelper);
  const held = existing ? namesOf(existing) : [];
  const added = new Map<HelperName, Listed>();
  const format = formatOf(file, program.pkg.manifest.type);
  const list = (name: HelperName): Listed => {
    const known = held.find((one) => one.name === name) ?? added.get(name);
    if (known) return known;
    const local = program.bindings(file.path).mentions(name) ? `${name}FromText` : name;
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
      const specifier =
        (existing && specifierText(existing)) ?? compatSpecifier(program, file, helperFile, format);
      const text = importText(file, format, names, specifier);
      const newline = lineEnding(file.text);
      const after = lastImport(file.ast, format);
      if (existing) edits.replace(existing.getStart(file.ast), existing.end, text);
      else if (after) edits.insert(after.end, newline + text);
      else edits.insertFirst(startOfCode(file), text + newline + newline);
    },
  };
}
