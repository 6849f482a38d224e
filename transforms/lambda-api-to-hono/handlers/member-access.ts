import { exportTarget, readExports } from '../../engine/syntax/modules.js';
import { outermost } from '../../engine/syntax/outermost.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { moduleImports } from '../graph/importers.js';
import { isTestFile } from './call-sites.js';

/**
 * Whether an object literal is only ever read by the names of its members: `handlers.list`, but
 * not `handlers[name]` or `Object.values(handlers)`. What a module exports counts as such.
 */
export function isReadByName(
  program: SourceProgram,
  file: string,
  object: ts.ObjectLiteralExpression,
): boolean {
  const node = outermost(object);
  const { parent } = node;
  if (isExported(parent)) return isModuleReadByName(program, file);
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return false;
  return program
    .bindings(file)
    .references(parent.name)
    .every((reference) => isNamedAccess(program, file, reference));
}

/** Whether other files read the exports of a file by their names only. */
export function isModuleReadByName(program: SourceProgram, file: string): boolean {
  return [...moduleImports(program, file)].every(
    ([importer, expression]) =>
      isTestFile(importer) || isNamedAccess(program, importer, expression),
  );
}

/**
 * Whether all that a file exports is given to something that may list its members, such as
 * `Object.values(handlers)`: a second form among them would be met there.
 */
export function isModuleListed(program: SourceProgram, file: string): boolean {
  const held = listed.get(program) ?? new Map<string, boolean>();
  listed.set(program, held);
  const known = held.get(file);
  if (known !== undefined) return known;
  const isListed =
    !exportsOneThing(program, file) &&
    [...moduleImports(program, file)].some(
      ([importer, expression]) =>
        !isTestFile(importer) && !isNamedAccess(program, importer, expression, true),
    );
  held.set(file, isListed);
  return isListed;
}

/** Asked for every route of a file, and the same for each. */
const listed = new WeakMap<SourceProgram, Map<string, boolean>>();

/** Whether a file exports one thing, and not an object of several. */
export function exportsOneThing(program: SourceProgram, file: string): boolean {
  const { main } = readExports(program.bindings(file).ast);
  return main !== undefined && !(main.kind === 'local' && ts.isObjectLiteralExpression(main.node));
}

function isNamedAccess(
  program: SourceProgram,
  file: string,
  expression: ts.Expression,
  takesComputed = false,
): boolean {
  const node = outermost(expression);
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) return isNamedAccess(program, file, parent, takesComputed);
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isElementAccessExpression(parent)) return takesComputed && parent.expression === node;
  if (ts.isExpressionStatement(parent) || isExported(parent)) return true;
  if (ts.isExportSpecifier(parent) || ts.isSpreadAssignment(parent)) return true;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
    return isReadByName(program, file, parent.parent);
  if (!ts.isVariableDeclaration(parent)) return false;
  const { name } = parent;
  if (!ts.isIdentifier(name))
    return name.elements.every(
      (element) => !('dotDotDotToken' in element && element.dotDotDotToken),
    );
  return program
    .bindings(file)
    .references(name)
    .every((reference) => isNamedAccess(program, file, reference, takesComputed));
}

/** `module.exports = …`, `exports.users = …` and `export default …`. */
function isExported(place: ts.Node): boolean {
  if (ts.isExportAssignment(place)) return true;
  return ts.isBinaryExpression(place) && exportTarget(place.left) !== undefined;
}
