import { ts } from '../engine/syntax/typescript.js';
import { evaluate, type FunctionNode } from '../engine/syntax/evaluate.js';
import type { SourceProgram } from '../engine/syntax/program.js';
import type { Application } from './application.js';
import { isFunctionNode, isUsedElsewhere } from './bridge/used-elsewhere.js';
import type { Changes } from './changes.js';
import { MAIN_TWIN, TWIN_SUFFIX } from './graph/names.js';
import type { UsedFunction } from './handlers/function-uses.js';
import { identifiersNamed, selfBinding, valueAt } from './handlers/mentions.js';
import { twinOf, unitOf, type Unit } from './handlers/units.js';

/**
 * Removes the lambda-api form of every function that has both forms and whose old form
 * nothing on lambda-api needs any more; the Hono form takes over its name.
 *
 * @param needed functions that lambda-api still calls
 * @param leaving registrations that are removed at the same time, with what they call
 */
export function collapseTwins(
  app: Application,
  changes: Changes,
  needed: ReadonlySet<ts.Node>,
  leaving: ReadonlySet<ts.Node>,
): void {
  for (const pair of unused(app, twinPairs(app.program), needed, leaving)) {
    const edits = changes.editsOf(pair.file);
    dropMentions(app.program, changes, pair);
    edits.remove(pair.legacy.node.getStart(), pair.twin.node.getStart());
    renameDeclaration(changes, pair);
  }
}

/** Pairs whose old form is left to the other old forms that leave. */
function unused(
  app: Application,
  pairs: readonly TwinPair[],
  needed: ReadonlySet<ts.Node>,
  leaving: ReadonlySet<ts.Node>,
): readonly TwinPair[] {
  let rest = pairs.filter((pair) => !containsAny(pair.legacy.node, needed));
  for (;;) {
    const nodes = new Set([...leaving, ...rest.map(({ legacy }) => legacy.node)]);
    const left = rest.filter((pair) => isConverted(pair) || !isUsedElsewhere(app, pair.fn, nodes));
    if (left.length === rest.length) return left;
    rest = left;
  }
}

interface TwinPair {
  readonly file: string;
  /** The function of the old form. */
  readonly fn: UsedFunction;
  readonly legacy: Unit;
  readonly twin: { readonly node: ts.Node; readonly name: ts.Identifier };
}

function twinPairs(program: SourceProgram): TwinPair[] {
  const pairs: TwinPair[] = [];
  for (const file of program.pkg.files) {
    const text = program.pkg.read(file) ?? '';
    if (!text.includes(TWIN_SUFFIX) && !text.includes(MAIN_TWIN)) continue;
    const parsed = program.file(file);
    if (!parsed) continue;
    const seen = new Set<ts.Node>();
    const visit = (node: ts.Node): void => {
      const unit = isFunctionNode(node) ? unitOf(node) : undefined;
      const twin = unit && twinOf(unit);
      if (isFunctionNode(node) && unit && twin && !seen.has(unit.node)) {
        seen.add(unit.node);
        const fn = { file, node, isFactory: hasSameParameters(node, twin.node) };
        pairs.push({ file, fn, legacy: unit, twin });
      }
      ts.forEachChild(node, visit);
    };
    visit(parsed.ast);
  }
  return pairs;
}

/** Whether the old form has been rewritten where it stands, so that both forms are the same. */
function isConverted({ legacy, twin }: TwinPair): boolean {
  const text = (node: ts.Node, start: number): string =>
    node
      .getSourceFile()
      .text.slice(start, node.end)
      .replaceAll(TWIN_SUFFIX, '')
      .replaceAll(`.${MAIN_TWIN}`, '')
      .replace(/^[\s=]+|[\s;]+$/g, '');
  const isMain = legacy.kind === 'main';
  const old = text(legacy.node, isMain ? legacy.headEnd : legacy.node.getStart());
  return old === text(twin.node, isMain ? twin.name.end : twin.node.getStart());
}

/** A factory takes what it took: only the function that it returns has changed. */
function hasSameParameters(fn: FunctionNode, twin: ts.Node): boolean {
  const other = isFunctionNode(twin) ? twin : firstFunction(twin);
  const text = (node: FunctionNode): string =>
    node.parameters.map((parameter) => parameter.getText()).join(', ');
  return other !== undefined && text(other) === text(fn);
}

function firstFunction(node: ts.Node): FunctionNode | undefined {
  return isFunctionNode(node) ? node : ts.forEachChild(node, firstFunction);
}

function containsAny(node: ts.Node, wanted: ReadonlySet<ts.Node>): boolean {
  if (wanted.has(node)) return true;
  return ts.forEachChild(node, (child) => containsAny(child, wanted) || undefined) ?? false;
}

/** The twin is declared under the name that its function had. */
function renameDeclaration(changes: Changes, { file, legacy, twin }: TwinPair): void {
  const edits = changes.editsOf(file);
  if (legacy.kind !== 'main')
    return edits.replace(twin.name.getStart(), twin.name.end, legacy.name.text);
  if (legacy.isCommonJs) return edits.remove(twin.name.getStart() - 1, twin.name.end);
  const text = twin.node.getSourceFile().text;
  const equals = text.indexOf('=', twin.name.end);
  edits.replace(twin.node.getStart(), equals + 1, 'export default');
}

/** Lists lose the entry that was added for the twin, references get their old name back. */
function dropMentions(program: SourceProgram, changes: Changes, pair: TwinPair): void {
  const { twin } = pair;
  const names = new Set([twin.name.text]);
  const seen = new Set<ts.Node>([twin.name]);
  for (const name of names) {
    for (const [file, id] of identifiersNamed(program, name)) {
      if (seen.has(id) || !isMention(program, file, id, pair)) continue;
      seen.add(id);
      for (const alias of aliasesOf(id)) names.add(alias);
      drop(changes, file, id);
    }
  }
}

function isMention(
  program: SourceProgram,
  file: string,
  id: ts.Identifier,
  { legacy, twin }: TwinPair,
): boolean {
  const parent = id.parent;
  // `authenticate.onHono`: the property of a function that is a whole module.
  if (id.text === MAIN_TWIN && ts.isPropertyAccessExpression(parent) && parent.name === id) {
    const owner = evaluate(program, file, parent.expression);
    return 'node' in owner && isWithin(owner.node, legacy.node);
  }
  const value = valueAt(program, file, id);
  return value !== undefined && 'node' in value && isWithin(value.node, twin.node);
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return ts.findAncestor(node, (at) => at === outer) !== undefined;
}

/** Names under which a listed twin goes on. */
function aliasesOf(id: ts.Identifier): string[] {
  const parent = id.parent;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return [parent.name.text];
  if (ts.isBindingElement(parent) && ts.isIdentifier(parent.name)) return [parent.name.text];
  if (ts.isPropertyAssignment(parent) && ts.isIdentifier(parent.name)) return [parent.name.text];
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left))
    return [parent.left.name.text];
  return [];
}

function drop(changes: Changes, file: string, id: ts.Identifier): void {
  const edits = changes.editsOf(file);
  if (edits.isReplaced(id.getStart(), id.end)) return;
  const parent = id.parent;
  const listed = isListedAlone(parent) ? undefined : listedBy(id);
  if (listed) return edits.remove(previousEnd(listed), listed.end);
  if (ts.isPropertyAccessExpression(parent) && parent.name === id && id.text === MAIN_TWIN)
    return edits.remove(parent.expression.end, parent.end);
  if (id.text.endsWith(TWIN_SUFFIX)) edits.remove(id.end - TWIN_SUFFIX.length, id.end);
}

/** Whether an import or `require()` takes the twin and not the old form: the entry takes over the name. */
function isListedAlone(entry: ts.Node): boolean {
  if (!ts.isImportSpecifier(entry) && !ts.isBindingElement(entry)) return false;
  const nameIn = (element: ts.Node): string =>
    ts.isImportSpecifier(element) || ts.isBindingElement(element)
      ? (element.propertyName ?? element.name).getText()
      : '';
  const own = nameIn(entry);
  if (!own.endsWith(TWIN_SUFFIX)) return false;
  const old = own.slice(0, -TWIN_SUFFIX.length);
  return !entry.parent.elements.some((element) => nameIn(element) === old);
}

/** The list entry or statement that was added for a twin. */
function listedBy(id: ts.Identifier): ts.Node | undefined {
  const parent = id.parent;
  const bound = selfBinding(id);
  if (bound) return bound;
  if (ts.isImportSpecifier(parent)) {
    const isAlone = parent.parent.elements.length === 1 && parent.parent.parent.name !== undefined;
    return isAlone ? parent.parent : parent;
  }
  if (ts.isExportSpecifier(parent)) {
    const isAlone = parent.parent.elements.length === 1;
    return isAlone ? parent.parent.parent : parent;
  }
  if (ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent)) return parent;
  if (ts.isPropertyAssignment(parent) && parent.initializer === id) return parent;
  const isExported =
    ts.isBinaryExpression(parent) && parent.right === id && ts.isExpressionStatement(parent.parent);
  return isExported ? parent.parent : undefined;
}

/** Where what stands before an entry ends, so that the separator goes with the entry. */
function previousEnd(node: ts.Node): number {
  if (ts.isNamedImports(node)) return node.parent.name?.end ?? node.getStart();
  const siblings: ts.Node[] = [];
  ts.forEachChild(node.parent, (child) => void siblings.push(child));
  return siblings[siblings.indexOf(node) - 1]?.end ?? node.getStart();
}
