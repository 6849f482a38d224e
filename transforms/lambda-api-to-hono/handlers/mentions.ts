import { ts } from '../../engine/syntax/typescript.js';
import { isDeclarationName } from '../../engine/syntax/bindings.js';
import { evaluate, member, ofDeclaration, type Value } from '../../engine/syntax/evaluate.js';
import { exportTarget, moduleText, requireSpecifier } from '../../engine/syntax/modules.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { MAIN_TWIN, TWIN_SUFFIX } from '../graph/names.js';
import { isTestFile } from './call-sites.js';
import { isReadByName } from './member-access.js';
import { isModuleExports } from './units.js';

/** A place that lists a name beside others or hands it on, and so lists the second form of a function too. */
export interface Listing {
  readonly file: string;
  readonly node: ts.Node;
  /** What stands behind the node while both forms exist. */
  readonly addition: string;
  /** Place among the additions behind the same node, so that their order does not depend on when they came. */
  readonly rank: number;
}

/** What an identifier stands for, wherever it is: a reference, an import, an export, a property. */
export function valueAt(
  program: SourceProgram,
  file: string,
  id: ts.Identifier,
): Value | undefined {
  const parent = id.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.name === id)
    return evaluate(program, file, parent);
  if (ts.isExportSpecifier(parent)) {
    const specifier = moduleText(parent.parent.parent.moduleSpecifier);
    if (specifier === undefined) return evaluate(program, file, parent.propertyName ?? parent.name);
    const target = program.resolve(file, specifier);
    const name = (parent.propertyName ?? parent.name).text;
    return target === undefined
      ? undefined
      : member(program, { kind: 'module', file: target }, name);
  }
  if (ts.isImportSpecifier(parent)) return ofDeclaration(program, file, parent.name);
  if (ts.isBindingElement(parent) && ts.isIdentifier(parent.name))
    return ofDeclaration(program, file, parent.name);
  if (isDeclarationName(id)) return ofDeclaration(program, file, id);
  return evaluate(program, file, id);
}

/** Every listing of a function, tests left out; `names` are the names it goes by, aliases are followed. */
export function listingsOf(
  program: SourceProgram,
  fn: ts.Node,
  names: Iterable<string>,
): Listing[] {
  const listings = new Map<ts.Node, Listing>();
  const queue = [...names];
  const seen = new Set(queue);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    for (const [file, id] of identifiersNamed(program, name)) {
      const found = listingAt(id);
      if (!found || listings.has(found.node) || isInTable(program, file, found.node)) continue;
      const value = valueAt(program, file, id);
      const isIt = value !== undefined && 'node' in value && standsFor(value.node, fn);
      if (!isIt) continue;
      listings.set(found.node, { file, node: found.node, addition: found.addition, rank: id.pos });
      if (!seen.has(found.alias)) queue.push(found.alias);
      seen.add(found.alias);
    }
  }
  return [...listings.values()];
}

/** An entry of an object that is not read by the names of its entries takes no other one beside it. */
function isInTable(program: SourceProgram, file: string, node: ts.Node): boolean {
  const isEntry = ts.isShorthandPropertyAssignment(node) || ts.isPropertyAssignment(node);
  return isEntry && !isReadByName(program, file, node.parent);
}

/** A factory stands for the function that it returns. */
function standsFor(value: ts.Node, fn: ts.Node): boolean {
  return value === fn || ts.findAncestor(fn, (node) => node === value) !== undefined;
}

export function* identifiersNamed(
  program: SourceProgram,
  name: string,
): Iterable<readonly [string, ts.Identifier]> {
  for (const file of program.pkg.files) {
    if (isTestFile(file) || !(program.pkg.read(file) ?? '').includes(name)) continue;
    const parsed = program.file(file);
    if (!parsed) continue;
    for (const id of program.bindings(file).identifiers(name)) yield [file, id];
  }
}

interface Found {
  readonly node: ts.Node;
  readonly addition: string;
  /** Name under which it goes on. */
  readonly alias: string;
}

function listingAt(id: ts.Identifier): Found | undefined {
  const parent = id.parent;
  const bound = selfBinding(id);
  if (bound) {
    const text = bound.getText().replaceAll(`.${id.text}`, `.${id.text}${TWIN_SUFFIX}`);
    return { node: bound, addition: `\n${text}`, alias: id.text };
  }
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
    const inner = (parent.propertyName ?? parent.name).text;
    if (inner !== id.text) return undefined;
    return {
      node: parent,
      addition: `, ${renamed(inner, parent.name.text, ' as ')}`,
      alias: parent.name.text,
    };
  }
  if (ts.isBindingElement(parent) && isRequired(parent) && ts.isIdentifier(parent.name)) {
    const inner = (parent.propertyName ?? parent.name).getText();
    if (inner !== id.text) return undefined;
    return {
      node: parent,
      addition: `, ${renamed(inner, parent.name.text, ': ')}`,
      alias: parent.name.text,
    };
  }
  const exported = exportedObject(parent);
  if (exported && ts.isShorthandPropertyAssignment(parent))
    return ofExported(exported, id.text, id.text);
  if (
    exported &&
    ts.isPropertyAssignment(parent) &&
    parent.initializer === id &&
    ts.isIdentifier(parent.name)
  )
    return ofExported(exported, parent.name.text, id.text);
  if (ts.isShorthandPropertyAssignment(parent))
    return { node: parent, addition: `, ${id.text}${TWIN_SUFFIX}`, alias: id.text };
  if (ts.isPropertyAssignment(parent) && parent.initializer === id && ts.isIdentifier(parent.name))
    return {
      node: parent,
      addition: `, ${parent.name.text}${TWIN_SUFFIX}: ${id.text}${TWIN_SUFFIX}`,
      alias: parent.name.text,
    };
  return assignmentAt(id);
}

/** `this.get = this.get.bind(this);`: the second form of a method has to be bound as well. */
export function selfBinding(id: ts.Identifier): ts.ExpressionStatement | undefined {
  const statement = ts.findAncestor(id, ts.isExpressionStatement);
  const isIt =
    statement !== undefined &&
    statement.getText().replace(/;$/, '') === `this.${id.text} = this.${id.text}.bind(this)`;
  return isIt ? statement : undefined;
}

/** The statement `module.exports = { ... }` that a property belongs to. */
function exportedObject(property: ts.Node): ts.ExpressionStatement | undefined {
  const assignment = property.parent?.parent;
  if (
    !assignment ||
    !ts.isBinaryExpression(assignment) ||
    !ts.isObjectLiteralExpression(property.parent)
  )
    return undefined;
  const isIt = assignment.right === property.parent && isModuleExports(assignment.left);
  return isIt && ts.isExpressionStatement(assignment.parent) ? assignment.parent : undefined;
}

/** A statement of its own: Prettier would keep an object expanded that was once too long for a line. */
function ofExported(statement: ts.ExpressionStatement, alias: string, local: string): Found {
  const end = statement.getText().endsWith(';') ? ';' : '';
  const addition = `\nmodule.exports.${alias}${TWIN_SUFFIX} = ${local}${TWIN_SUFFIX}${end}`;
  return { node: statement, addition, alias };
}

/** `exports.a = f;` and `module.exports = f;`. */
function assignmentAt(id: ts.Identifier): Found | undefined {
  const parent = id.parent;
  if (ts.isExportAssignment(parent) && !parent.isExportEquals)
    return {
      node: parent,
      addition: `\nexport { ${id.text}${TWIN_SUFFIX} as ${MAIN_TWIN} };`,
      alias: id.text,
    };
  if (!ts.isBinaryExpression(parent) || parent.right !== id) return undefined;
  const target = exportTarget(parent.left);
  if (target === undefined || !ts.isExpressionStatement(parent.parent)) return undefined;
  const end = parent.parent.getText().endsWith(';') ? ';' : '';
  const left = isModuleExports(parent.left)
    ? `${parent.left.getText()}.${MAIN_TWIN}`
    : `${parent.left.getText()}${TWIN_SUFFIX}`;
  return {
    node: parent.parent,
    addition: `\n${left} = ${id.text}${TWIN_SUFFIX}${end}`,
    alias: target === '' ? id.text : target,
  };
}

function renamed(inner: string, outer: string, separator: string): string {
  const twin = inner + TWIN_SUFFIX;
  return inner === outer ? twin : `${twin}${separator}${outer}${TWIN_SUFFIX}`;
}

function isRequired(element: ts.BindingElement): boolean {
  const declaration = element.parent.parent;
  return (
    ts.isVariableDeclaration(declaration) &&
    declaration.initializer !== undefined &&
    requireSpecifier(declaration.initializer) !== undefined
  );
}

/**
 * How an expression that names a function names its second form: the text to add behind
 * the offset. A module that is itself a function carries its second form as a property.
 */
export function twinReference(
  program: SourceProgram,
  file: string,
  expression: ts.Expression,
): { readonly at: number; readonly text: string } {
  const node = ts.isParenthesizedExpression(expression) ? expression.expression : expression;
  if (requireSpecifier(node) !== undefined) return { at: node.end, text: `.${MAIN_TWIN}` };
  if (ts.isCallExpression(node)) return twinReference(program, file, node.expression);
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'bind')
    return twinReference(program, file, node.expression);
  if (ts.isPropertyAccessExpression(node)) return { at: node.name.end, text: TWIN_SUFFIX };
  if (ts.isIdentifier(node) && holdsCommonJsMain(program, file, node))
    return { at: node.end, text: `.${MAIN_TWIN}` };
  return { at: node.end, text: TWIN_SUFFIX };
}

/** Whether a name was given the whole of a CommonJS module. */
function holdsCommonJsMain(program: SourceProgram, file: string, id: ts.Identifier): boolean {
  const declaration = program.bindings(file).resolve(id);
  const parent = declaration?.parent;
  if (!parent) return false;
  if (ts.isVariableDeclaration(parent) && parent.name === declaration && parent.initializer)
    return requireSpecifier(parent.initializer) !== undefined;
  if (!ts.isImportClause(parent)) return false;
  const specifier = moduleText(parent.parent.moduleSpecifier);
  const target = specifier === undefined ? undefined : program.resolve(file, specifier);
  const main = target === undefined ? undefined : program.exportsOf(target).main;
  if (main?.kind !== 'local') return false;
  const assignment = ts.findAncestor(main.node, ts.isBinaryExpression);
  return assignment !== undefined && isModuleExports(assignment.left);
}

/** Default imports of an ES module that is itself a function: they import its second form by name. */
export function defaultImports(program: SourceProgram, fn: ts.Node): Listing[] {
  const found: Listing[] = [];
  for (const file of program.pkg.files) {
    if (isTestFile(file)) continue;
    const text = program.pkg.read(file) ?? '';
    if (!/\bimport\s+[A-Za-z_$]/.test(text)) continue;
    const parsed = program.file(file);
    if (!parsed) continue;
    for (const statement of parsed.ast.statements) {
      const name = ts.isImportDeclaration(statement) ? statement.importClause?.name : undefined;
      if (!name || holdsCommonJsMain(program, file, name)) continue;
      const value = ofDeclaration(program, file, name);
      if (value?.kind !== 'function' || !standsFor(value.node, fn)) continue;
      const addition = `, { ${MAIN_TWIN} as ${name.text}${TWIN_SUFFIX} }`;
      found.push({ file, node: name, addition, rank: 0 });
    }
  }
  return found;
}
