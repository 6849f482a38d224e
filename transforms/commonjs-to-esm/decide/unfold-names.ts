import { ts } from '../../engine/syntax/typescript.js';
import type { Chain, ModuleFile } from '../model/facts.js';
import type { NameBook } from '../rewrite/name-book.js';
import { usesThis } from './own-this.js';
import type { NamedExport } from './shape.js';
import { stableName } from './stable.js';

/**
 * The exports of `module.exports = { a: 1, b() {} }`, where each property can be a variable or
 * function of its name and the file does nothing else with its exports.
 */
export function unfoldNames(
  module: ModuleFile,
  chain: Chain,
  book: NameBook,
): NamedExport[] | undefined {
  const { value, statement } = chain;
  if (!statement || !ts.isObjectLiteralExpression(value)) return undefined;
  const isAlone = module.exportRefs.every(
    ({ node, use }) => use === 'mark' || chain.targets.includes(node),
  );
  if (!isAlone || value.properties.length === 0 || !isLaidOut(value)) return undefined;
  const names: NamedExport[] = [];
  for (const property of value.properties) {
    const made = unfoldName(module, chain, property, book);
    if (!made || names.some(({ name }) => name === made.name)) return undefined;
    names.push(made);
  }
  return names;
}

function unfoldName(
  { bindings }: ModuleFile,
  chain: Chain,
  property: ts.ObjectLiteralElementLike,
  book: NameBook,
): NamedExport | undefined {
  const { name } = property;
  if (!name || !ts.isIdentifier(name) || name.text === '__proto__') return undefined;
  const made = { name: name.text, local: name.text, chain, isLive: false };
  if (ts.isShorthandPropertyAssignment(property)) {
    const declaration = stableName(bindings, property.name, chain.outer);
    return declaration && !usesThis(bindings, property.name) ? { ...made, declaration } : undefined;
  }
  const isMember = ts.isMethodDeclaration(property) || ts.isPropertyAssignment(property);
  if (!isMember || !book.isFree(name.text)) return undefined;
  const isBound = ts.isMethodDeclaration(property)
    ? usesObject(property)
    : usesThis(bindings, property.initializer);
  return isBound ? undefined : made;
}

/** Whether a method uses `this` or `super`. */
function usesObject(node: ts.Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword || node.kind === ts.SyntaxKind.SuperKeyword)
    return true;
  if (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isClassLike(node))
    return false;
  return ts.forEachChild(node, (child) => usesObject(child) || undefined) ?? false;
}

/** Whether each property stands on lines of its own, so that its lines can move to the left. */
function isLaidOut(value: ts.ObjectLiteralExpression): boolean {
  const text = value.getText();
  if (!text.includes('\n') || text.includes('`')) return false;
  const { text: source } = value.getSourceFile();
  return value.properties.every((property) => {
    const start = property.getStart();
    const line = source.slice(source.lastIndexOf('\n', start - 1) + 1, start);
    return /^[ \t]*$/.test(line);
  });
}
