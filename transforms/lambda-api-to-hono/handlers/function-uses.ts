import { isDeclarationName } from '../../engine/syntax/bindings.js';
import { evaluate, type FunctionNode, type Value } from '../../engine/syntax/evaluate.js';
import { type ExportSource, exportTarget } from '../../engine/syntax/modules.js';
import { outermost } from '../../engine/syntax/outermost.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { importers, moduleImports } from '../graph/importers.js';
import { isTestFile, nameOf } from './call-sites.js';
import { exportsOneThing, isModuleReadByName, isReadByName } from './member-access.js';
import { identifiersNamed, valueAt } from './mentions.js';

/** An expression whose value is a function. */
export interface FunctionUse {
  readonly file: string;
  readonly node: ts.Expression;
}

/** The function, and whether it is what its calls return that answers: `requireRole('admin')`. */
export interface UsedFunction {
  readonly file: string;
  readonly node: FunctionNode;
  readonly isFactory: boolean;
}

/**
 * Every place of the package where something is done with a function, tests left out.
 * Declarations, imports, exports and further names for it are followed and are no uses.
 *
 * @example usesOf(program, list) // `list` in `api.get('/', list)` and in `wrap(list)`
 */
export function usesOf(program: SourceProgram, fn: UsedFunction): FunctionUse[] {
  const uses: FunctionUse[] = [];
  const name = nameOf(fn);
  const names = new Set(name === undefined ? [] : [name]);
  const look = (file: string, expression: ts.Expression): void => {
    const value = fn.isFactory ? resultOf(expression) : expression;
    const alias = aliasOf(value);
    if (alias === undefined || isInOpenObject(program, file, value))
      uses.push({ file, node: value });
    else if (alias !== '') names.add(alias);
  };
  for (const [file, expression] of wholeModule(program, fn)) look(file, expression);
  uses.push(...openModuleUses(program, fn), ...computedUses(program, fn));
  for (const current of names)
    for (const [file, id] of identifiersNamed(program, current)) {
      if (isDeclarationName(id) || isKey(id)) continue;
      if (!isIt(program, fn, valueAt(program, file, id))) continue;
      look(file, expressionOf(id));
    }
  return uses;
}

function isIt(program: SourceProgram, fn: UsedFunction, value: Value | undefined): boolean {
  if (value?.kind === 'function') return value.node === fn.node;
  if (value?.kind !== 'call' || !fn.isFactory) return false;
  const callee = evaluate(program, value.file, value.node.expression);
  return callee.kind === 'function' && callee.node === fn.node;
}

/** The call of a factory stands for what it returns. */
function resultOf(expression: ts.Expression): ts.Expression {
  const node = outermost(expression);
  return ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : node;
}

/** Where the function is all that its file exports: what other files load. */
function* wholeModule(
  program: SourceProgram,
  fn: UsedFunction,
): Iterable<readonly [string, ts.Expression]> {
  if (!isMain(program, fn)) return;
  for (const [file, expression] of moduleImports(program, fn.file)) {
    if (isTestFile(file) || !isIt(program, fn, evaluate(program, file, expression))) continue;
    yield [file, expression];
  }
  for (const [file, local] of importers(program, fn.file, 'default')) {
    if (isTestFile(file) || !isIt(program, fn, valueAt(program, file, local))) continue;
    for (const reference of program.bindings(file).references(local)) yield [file, reference];
  }
}

/** Whether a function is what its file exports as a whole. */
function isMain(program: SourceProgram, fn: UsedFunction): boolean {
  const { main } = program.exportsOf(fn.file);
  if (main?.kind !== 'local') return main !== undefined;
  if (main.node === fn.node) return true;
  return ts.isExpression(main.node) && isIt(program, fn, evaluate(program, fn.file, main.node));
}

/** Uses of all that a file exports, where some do not name what they want. */
function openModuleUses(program: SourceProgram, fn: UsedFunction): FunctionUse[] {
  const { file } = fn;
  if (exportsOneThing(program, file) || !isExportedFunction(program, fn)) return [];
  if (isModuleReadByName(program, file)) return [];
  return [...moduleImports(program, file)].map(([importer, node]) => ({ file: importer, node }));
}

/** Whether a file exports a function as one of several names. */
export function isExportedFunction(
  program: SourceProgram,
  fn: { readonly file: string; readonly node: FunctionNode },
): boolean {
  const name = nameOf(fn);
  const { named } = program.exportsOf(fn.file);
  return name !== undefined && [...named.values()].some((source) => mentionsName(source, name));
}

function mentionsName(source: ExportSource, name: string): boolean {
  return source.kind === 'local' && new RegExp(`\\b${name}\\b`).test(source.node.parent.getText());
}

/** `users['list']`: a method that is read by a computed name. */
function computedUses(program: SourceProgram, fn: UsedFunction): FunctionUse[] {
  const name = nameOf(fn);
  if (name === undefined || !ts.isMethodDeclaration(fn.node)) return [];
  const written = new RegExp(`\\[\\s*(['"\`])${name}\\1\\s*\\]`);
  const uses: FunctionUse[] = [];
  for (const file of program.pkg.files) {
    if (isTestFile(file) || !written.test(program.pkg.read(file) ?? '')) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isElementAccessExpression(node) && written.test(node.getText()))
        uses.push({ file, node });
      ts.forEachChild(node, visit);
    };
    const parsed = program.file(file);
    if (parsed) visit(parsed.ast);
  }
  return uses;
}

/** `list:` in an object is the name of a member, not the function. */
function isKey(id: ts.Identifier): boolean {
  const { parent } = id;
  const isMember =
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent);
  return isMember && parent.name === id;
}

/** The name, or the member access that it ends. */
function expressionOf(id: ts.Identifier): ts.Expression {
  const { parent } = id;
  return ts.isPropertyAccessExpression(parent) && parent.name === id ? parent : id;
}

/** Another name that a place gives to a value; empty for a place that gives none and does nothing else. */
function aliasOf(expression: ts.Expression): string | undefined {
  const node = outermost(expression);
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || ts.isTypeQueryNode(parent)) return '';
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.name.text;
  if (ts.isImportClause(parent) || ts.isExportAssignment(parent)) return '';
  if (ts.isBindingElement(parent)) return ts.isIdentifier(parent.name) ? parent.name.text : '';
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent))
    return parent.name.getText();
  if (!ts.isBinaryExpression(parent)) return bindingOf(node);
  if (parent.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  if (parent.left === node) return '';
  const target = exportTarget(parent.left);
  if (target !== undefined) return target;
  return ts.isIdentifier(parent.left) ? parent.left.text : undefined;
}

/** `this.list = this.list.bind(this)` in a constructor keeps the name. */
function bindingOf(node: ts.Expression): string | undefined {
  const { parent } = node;
  if (!ts.isPropertyAccessExpression(parent) || parent.name.text !== 'bind') return undefined;
  const assigned = parent.parent.parent;
  const isSame =
    ts.isBinaryExpression(assigned) && assigned.left.getText() === parent.expression.getText();
  return isSame ? '' : undefined;
}

/** A value in an object whose members are read otherwise than by name: a table of handlers. */
function isInOpenObject(program: SourceProgram, file: string, expression: ts.Expression): boolean {
  const { parent } = outermost(expression);
  if (!ts.isShorthandPropertyAssignment(parent) && !ts.isPropertyAssignment(parent)) return false;
  return !isReadByName(program, file, parent.parent);
}
