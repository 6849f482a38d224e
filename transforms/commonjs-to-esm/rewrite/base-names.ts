import { ts } from '../../engine/syntax/typescript.js';
import type { Link } from '../graph/package-graph.js';
import type { FileRewrite } from './file-rewrite.js';
import type { ImportWish } from './import-text.js';
import { camelCase, nameFromPath } from './name-book.js';
import type { Surface } from './surface.js';

/** Whether a declaration stands at the top level of its file. */
export function isAtTop(holder: ts.Node): boolean {
  return ts.isSourceFile(
    ts.isVariableDeclaration(holder) ? holder.parent.parent.parent : holder.parent,
  );
}

/** Names what an import gives: two equal ones give the same variable. */
export function keyOf({ specifier, base }: Surface): string {
  return `${base} ${specifier}`;
}

/** An import of a module without a variable for the whole of it. */
export function withoutBase({ specifier, isJson }: Surface): ImportWish {
  return { specifier, isJson };
}

/** Whether a name at the top of the file means something else at a place. */
export function isHidden({ module }: FileRewrite, name: string, place: ts.Node): boolean {
  const found = module.bindings.lookup(name, place);
  return found !== undefined && !isTopName(found);
}

function isTopName(name: ts.Identifier): boolean {
  let at: ts.Node = name.parent;
  while (!ts.isSourceFile(at)) {
    if (ts.isFunctionLike(at) || ts.isBlock(at)) return false;
    at = at.parent;
  }
  return true;
}

/** Whether an identifier names a property, which no variable can be mistaken for. */
export function isPropertyName(id: ts.Identifier): boolean {
  const member = id.parent;
  return (
    (ts.isPropertyAccessExpression(member) && member.name === id) ||
    (ts.isPropertyAssignment(member) && member.name === id)
  );
}

/** The name that a person would give to a module. */
export function baseName({ target, site }: Link, surface: Surface): string {
  if (target.kind === 'dependency') return camelCase(site.specifier.split('/').at(-1) ?? '');
  const path = target.kind === 'file' || target.kind === 'json' ? target.path : surface.specifier;
  return nameFromPath(path.replace(/^node:/, ''));
}
