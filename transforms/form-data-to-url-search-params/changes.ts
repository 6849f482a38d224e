import { EditSet } from '../engine/syntax/edits.js';
import { lineEnding } from '../engine/syntax/layout.js';
import { isTypeScript, type ParsedFile } from '../engine/syntax/parse.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import type { Assessment } from './assess.js';
import { emitSite } from './emit.js';
import { fileOf } from './functions.js';
import type { HelperName } from './helper/declarations.js';
import { helperImport } from './helper/import-names.js';
import { helperModule } from './helper/place.js';
import { renderHelper } from './helper/render.js';
import type { FormSite } from './sites/find-sites.js';

type LocalName = (name: HelperName) => string;

/**
 * New texts of all files that change, with the module that they import from.
 *
 * @param sites all calls of the package that read forms, which decide where the module is put
 */
export function changesWithModule(
  program: SourceProgram,
  sites: readonly FormSite[],
  chosen: readonly Assessment[],
): Map<string, string> {
  if (chosen.length === 0) return new Map();
  const helper = helperModule(program.pkg, [...new Set(sites.map(({ file }) => file))]);
  const needed = new Set<HelperName>(helper.exported);
  const writes = rewrite(program, chosen, (file, edit) => {
    const edits = new EditSet(file.text);
    const names = helperImport(program, file, helper.path);
    edit(edits, (name) => {
      needed.add(name);
      return names.localName(name);
    });
    names.write(edits);
    return edits.apply();
  });
  const isComplete = [...needed].every((name) => helper.exported.has(name));
  if (!isComplete) writes.set(helper.path, renderHelper(needed, helper.target));
  return writes;
}

/** New texts of all files that change, each with the functions that it needs at its end. */
export function changesInPlace(
  program: SourceProgram,
  chosen: readonly Assessment[],
): Map<string, string> {
  return rewrite(program, chosen, (file, edit) => {
    const edits = new EditSet(file.text);
    const needed = new Set<HelperName>();
    const bindings = program.bindings(file.path);
    const localName = (name: HelperName): string =>
      bindings.mentions(name) && !hasOwn(file.text, name) ? `${name}FromText` : name;
    edit(edits, (name) => {
      if (!hasOwn(file.text, name)) needed.add(name);
      return localName(name);
    });
    if (needed.size === 0) return edits.apply();
    const language = isTypeScript(file.path) ? 'ts' : 'js';
    let functions = renderHelper(needed, { language, format: 'local' });
    for (const name of needed)
      functions = functions.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), localName(name));
    const text = `${edits.apply().trimEnd()}\n\n${functions}`;
    return text.replaceAll(/\r?\n/g, lineEnding(file.text));
  });
}

/** Whether an earlier run has put a function there. */
function hasOwn(text: string, name: HelperName): boolean {
  return new RegExp(`^async function ${name}(?:<[^(]*)?\\(\\s*source`, 'm').test(text);
}

/** Applies the edits of each file that changes. */
function rewrite(
  program: SourceProgram,
  chosen: readonly Assessment[],
  textOf: (file: ParsedFile, edit: (edits: EditSet, localName: LocalName) => void) => string,
): Map<string, string> {
  const writes = new Map<string, string>();
  for (const path of changedFiles(chosen)) {
    const file = program.file(path);
    if (!file) throw new Error(`${path} was read before and is gone.`);
    const text = textOf(file, (edits, localName) => {
      for (const { site } of chosen) if (site.file === path) emitSite(site, edits, localName);
      for (const name of new Set(chosen.flatMap(({ flow }) => [...flow.typeNames])))
        if (fileOf(name) === path)
          edits.replace(name.getStart(file.ast), name.end, 'URLSearchParams');
    });
    writes.set(path, text);
  }
  return writes;
}

function changedFiles(chosen: readonly Assessment[]): string[] {
  const files = chosen.flatMap(({ site, flow }) => [site.file, ...[...flow.typeNames].map(fileOf)]);
  return [...new Set(files)].toSorted();
}
