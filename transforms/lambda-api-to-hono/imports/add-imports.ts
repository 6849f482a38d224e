import type { EditSet } from '../../engine/syntax/edits.js';
import { lineEnding } from '../../engine/syntax/layout.js';
import { isTypeScript, type ParsedFile } from '../../engine/syntax/parse.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import type { ts } from '../../engine/syntax/typescript.js';
import { COMPAT_TYPES, honoTypeName, localName } from '../compat-names.js';
import { LEGACY_PACKAGE } from '../graph/names.js';
import { compatSpecifier, isCompatText } from './compat-specifier.js';
import { lastImport, startOfCode } from './import-place.js';
import { findImport, type Listed, type Name, namesOf, specifierText } from './import-statement.js';
import { importText } from './import-text.js';
import { formatOf, type ModuleFormat } from './module-format.js';

/** Names that the new code of a file uses. */
export interface NeededImports {
  readonly compat: Set<string>;
  readonly hono: Set<string>;
  readonly honoTypes: Set<string>;
}

/** Adds what the new code needs to the file's imports of hono and of the compat module. */
export function addImports(
  program: SourceProgram,
  file: ParsedFile,
  edits: EditSet,
  needed: NeededImports,
  compatFile: string,
): void {
  const format = formatOf(file, program.pkg.manifest.type);
  let lines: string[] = [];
  const values = [...needed.hono].map((name) => ({ name, isType: false }));
  const types = [...needed.honoTypes].map((name) => ({
    name,
    isType: true,
    local: honoTypeName(program.bindings(file.path), name),
  }));
  const isTs = isTypeScript(file.path);
  const bindings = program.bindings(file.path);
  const compat = [...needed.compat]
    .filter((name) => isTs || !COMPAT_TYPES.has(name))
    .map((name) => ({ name, isType: COMPAT_TYPES.has(name), local: localName(bindings, name) }));
  const hono = isTs ? [...values, ...types] : values;
  extend(file, edits, format, (specifier) => specifier === 'hono', hono, 'hono', lines);
  const from = compatSpecifier(program, file, compatFile, format);
  extend(file, edits, format, isCompatText, compat, from, lines);
  const newline = lineEnding(file.text);
  const after = lastImport(file.ast, format);
  // A `require()` further down runs after code that needs what is imported here.
  const isOnTop = (node: ts.Statement): boolean =>
    format === 'esm' || (after !== undefined && node.end <= after.end);
  const legacy = file.ast.statements.find(
    (node) => specifierText(node) === LEGACY_PACKAGE && isOnTop(node),
  );
  const ours = legacy ?? findImport(file.ast, isCompatText);
  const isHono = (line: string): boolean => /['"]hono['"]/.test(line);
  if (ours)
    for (const line of lines.filter(isHono)) edits.insert(ours.getStart(file.ast), line + newline);
  if (ours) lines = lines.filter((line) => !isHono(line));
  if (lines.length === 0) return;
  if (after) edits.insert(after.end, newline + lines.join(newline));
  else edits.insertFirst(startOfCode(file), lines.join(newline) + newline + newline);
}

/** Adds names to an import that is there already, else adds the line of a new one. */
function extend(
  file: ParsedFile,
  edits: EditSet,
  format: ModuleFormat,
  matches: (specifier: string) => boolean,
  names: readonly Name[],
  specifier: string,
  lines: string[],
): void {
  if (names.length === 0) return;
  const existing = findImport(file.ast, matches);
  const held = existing ? namesOf(existing) : [];
  const all = mergeNames(held, names, format);
  if (!existing) return void lines.push(importText(file, format, all, specifier));
  if (all.length === held.length) return;
  const text = importText(file, format, all, specifierText(existing) ?? specifier);
  edits.replace(existing.getStart(file.ast), existing.end, text);
}

function mergeNames(
  held: readonly Listed[],
  names: readonly Name[],
  format: ModuleFormat,
): Listed[] {
  const merged = [...held];
  for (const { name, isType, local = name } of names) {
    const text = local === name ? name : `${name}${format === 'esm' ? ' as ' : ': '}${local}`;
    if (!merged.some((entry) => entry.name === name)) merged.push({ name, isType, text });
  }
  return merged.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}
