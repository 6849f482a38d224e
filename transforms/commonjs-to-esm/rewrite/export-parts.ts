import { ts } from '../../engine/syntax/typescript.js';
import { targetsOf } from '../decide/chain-targets.js';
import type { Chain, ExportsRef } from '../model/facts.js';
import { memberAround } from '../model/places.js';
import type { FileRewrite } from './file-rewrite.js';
import { camelCase, capitalized, isName } from './name-book.js';

/** Puts a variable in the place of the exports object. */
export function replaceRef({ edits }: FileRewrite, { node, base }: ExportsRef, name: string): void {
  if (base === 'exports' && name === 'exports') return;
  const isShorthand = ts.isShorthandPropertyAssignment(node.parent);
  edits.replace(node.getStart(), node.end, isShorthand ? `exports: ${name}` : name);
}

/** Named exports for some members of an object. */
export function namesOf(rewrite: FileRewrite, object: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const { book, end } = rewrite;
  const plain = names.filter((name) => isName(name) && book.isFree(name));
  const lines: string[] = [];
  if (plain.length > 0) lines.push(`export const { ${plain.join(', ')} } = ${object}${end}`);
  for (const name of names) {
    if (plain.includes(name) || !/^[\w$]+$/.test(name)) continue;
    const local = book.take(`exported${capitalized(camelCase(name))}`);
    lines.push(
      `const { ${name}: ${local} } = ${object}${end}`,
      `export { ${local} as ${name} }${end}`,
    );
  }
  return lines;
}

/** Takes `target = ` out of a chain for each target that is the exports object itself. */
export function dropTargets(rewrite: FileRewrite, chain: Chain): void {
  const { replaced } = targetsOf(chain, rewrite.module.exportRefs);
  const operands = [...chain.targets, chain.value];
  for (const [index, target] of chain.targets.entries()) {
    if (!replaced.includes(target)) continue;
    const next = operands[index + 1];
    if (next) rewrite.edits.remove(target.getStart(), next.getStart());
  }
}

/** The member access that is written or read through a reference. */
export function memberOf(ref: ExportsRef): ts.Expression {
  return memberAround(ref.node) ?? ref.node;
}

/** The name of a variable for the exports object: `exports`, unless a function has its own. */
export function exportsName({ module, book }: FileRewrite, other: string): string {
  const isHidden = module.exportRefs.some(({ node }) => module.bindings.lookup('exports', node));
  return isHidden ? book.take(other) : 'exports';
}
