import { variableOf } from '../decide/stable.js';
import type { ts } from '../../engine/syntax/typescript.js';
import type { ModuleFile } from '../model/facts.js';

/** A variable at the top of a file that holds what a require loads, before and after it does. */
export function variableResource({ text, pos }: ts.Identifier): string {
  return `variable:${text}@${pos}`;
}

/** Whether a variable holds what a require loads. */
export function isRequired({ requires }: ModuleFile, name: ts.Identifier): boolean {
  const declaration = variableOf(name);
  return (
    declaration !== undefined &&
    requires.some(({ node }) => declaration.pos <= node.pos && node.end <= declaration.end)
  );
}
