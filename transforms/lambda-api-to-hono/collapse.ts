import { ts } from '../engine/syntax/typescript.js';
import type { Application } from './application.js';
import type { Changes } from './changes.js';
import { TWIN_SUFFIX } from './graph/names.js';
import { twinOf, unitOf, type Unit } from './handlers/units.js';

/**
 * Removes the lambda-api form of every function that has both forms and whose old form
 * nothing on lambda-api needs any more; the Hono form takes over its name.
 */
export function collapseTwins(
  app: Application,
  changes: Changes,
  needed: ReadonlySet<ts.Node>,
): void {
  for (const pair of twinPairs(app)) {
    if (containsAny(pair.legacy.node, needed)) continue;
    const edits = changes.editsOf(pair.file);
    edits.remove(pair.legacy.node.getStart(), pair.twin.node.getStart());
    renameEverywhere(app, changes, pair);
  }
}

interface TwinPair {
  readonly file: string;
  readonly legacy: Unit;
  readonly twin: Unit;
}

function twinPairs(app: Application): TwinPair[] {
  const pairs: TwinPair[] = [];
  for (const file of app.program.pkg.files) {
    if (!(app.program.pkg.read(file) ?? '').includes(TWIN_SUFFIX)) continue;
    const parsed = app.program.file(file);
    if (!parsed || parsed.syntaxError) continue;
    const seen = new Set<ts.Node>();
    const visit = (node: ts.Node): void => {
      const unit = ts.isFunctionLike(node) ? unitOf(node) : undefined;
      const twin = unit && twinOf(unit);
      if (unit && twin && !seen.has(unit.node)) {
        seen.add(unit.node);
        pairs.push({ file, legacy: unit, twin });
      }
      ts.forEachChild(node, visit);
    };
    visit(parsed.ast);
  }
  return pairs;
}

function containsAny(node: ts.Node, wanted: ReadonlySet<ts.Node>): boolean {
  if (wanted.has(node)) return true;
  return ts.forEachChild(node, (child) => containsAny(child, wanted) || undefined) ?? false;
}

function renameEverywhere(app: Application, changes: Changes, { legacy, twin }: TwinPair): void {
  const name = legacy.name.text;
  const twinName = twin.name.text;
  for (const file of app.program.pkg.files) {
    if (!(app.program.pkg.read(file) ?? '').includes(twinName)) continue;
    const parsed = app.program.file(file);
    if (!parsed || parsed.syntaxError) continue;
    const edits = changes.editsOf(file);
    for (const id of app.program.bindings(file).identifiers(twinName)) {
      const element = listElement(id);
      const before = element && elementBefore(element);
      if (element && before && listedName(before) === name)
        edits.remove(before.getStart(), element.getStart());
      if (edits.textOf(id.getStart(), id.end) === twinName)
        edits.replace(id.getStart(), id.end, name);
    }
  }
}

/** The entry of an import, export or pattern list that an identifier names. */
function listElement(id: ts.Identifier): ts.Node | undefined {
  const parent = id.parent;
  const isEntry =
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isBindingElement(parent) ||
    ts.isShorthandPropertyAssignment(parent);
  return isEntry ? parent : undefined;
}

function elementBefore(element: ts.Node): ts.Node | undefined {
  const list = element.parent;
  const elements: readonly ts.Node[] = ts.isObjectLiteralExpression(list)
    ? list.properties
    : ts.isNamedImports(list) || ts.isNamedExports(list) || ts.isObjectBindingPattern(list)
      ? list.elements
      : [];
  return elements[elements.indexOf(element) - 1];
}

function listedName(element: ts.Node): string | undefined {
  if (ts.isImportSpecifier(element) || ts.isExportSpecifier(element))
    return (element.propertyName ?? element.name).text;
  if (ts.isShorthandPropertyAssignment(element)) return element.name.text;
  if (ts.isBindingElement(element)) return (element.propertyName ?? element.name).getText();
  return undefined;
}
