import type { EditSet } from '../../engine/syntax/edits.js';
import { indentAt, lineEnding } from '../../engine/syntax/layout.js';
import { TWIN_SUFFIX } from '../graph/names.js';
import type { HandlerFunction } from '../handlers/context.js';
import { defaultImports, listingsOf } from '../handlers/mentions.js';
import { twinName, twinOf, type Unit, unitOf } from '../handlers/units.js';
import type { Bridging } from './bridging.js';
import { isInlineOf } from './inline-function.js';

/** A function with a name is rewritten where it stands, or gets a second form behind it while both are needed. */
export function convertNamed(bridge: Bridging, fn: HandlerFunction, isTwin: boolean): void {
  const unit = unitOf(fn.node);
  if (!unit || isInlineOf(bridge.app, fn)) return;
  const conversion = bridge.app.registry.conversion(fn);
  if (!isTwin) {
    bridge.changes.needsOf(fn.file, conversion);
    return bridge.changes.editsOf(fn.file).merge(conversion.edits);
  }
  if (twinOf(unit)) return listTwin(bridge, fn, unit);
  bridge.changes.needsOf(fn.file, conversion);
  const edits = bridge.changes.editsOf(fn.file);
  const text = bridge.app.program.file(fn.file)?.text ?? '';
  const start = unit.node.getStart();
  const newline = lineEnding(text);
  const indent = indentAt(text, start);
  const body = twinText(unit, conversion.edits);
  const gap = unit.kind === 'property' ? `,${newline}${indent}` : `${newline}${newline}${indent}`;
  edits.insert(unit.node.end, gap + body);
  listTwin(bridge, fn, unit);
}

/** Imports, exports and destructured requires that list a function list its twin too. */
function listTwin(bridge: Bridging, fn: HandlerFunction, unit: Unit): void {
  const { program } = bridge.app;
  const names = unit.kind === 'main' ? [] : [unit.name.text];
  const listings = listingsOf(program, fn.node, names).filter(({ node }) => node !== unit.node);
  if (!program.exportsOf(fn.file).main) return void bridge.listings.push(...listings);
  bridge.listings.push(...listings, ...defaultImports(program, fn.node));
}

/** Source of a function's second form, under the name of a twin. */
function twinText(unit: Unit, edits: EditSet): string {
  const start = unit.node.getStart();
  if (unit.kind !== 'main') {
    edits.insert(unit.name.end, TWIN_SUFFIX);
    return edits.textOf(start, unit.node.end);
  }
  const rest = edits.textOf(unit.headEnd, unit.node.end);
  return unit.isCommonJs
    ? `module.exports.${twinName(unit)}${rest}`
    : `export const ${twinName(unit)} = ${rest};`.replace(/;;$/, ';');
}
