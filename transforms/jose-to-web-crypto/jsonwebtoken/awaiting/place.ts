import { hasModifier } from '../../../engine/syntax/modifiers.js';
import { ts } from '../../../engine/syntax/typescript.js';
import type { FunctionNode } from '../../../engine/syntax/evaluate.js';

/** Whether `await` may stand at a place. */
export type Place =
  /** In a function that is async. */
  | { readonly kind: 'async'; readonly fn: FunctionNode }
  /** In a function that is not, and may become it. */
  | { readonly kind: 'sync'; readonly fn: FunctionNode }
  /** Nowhere near a function that could be async. */
  | { readonly kind: 'never'; readonly what: string };

/** Finds the function whose code a node is, and whether that may wait. */
export function placeOf(node: ts.Node): Place {
  let child = node;
  for (let at = node.parent; !ts.isSourceFile(at); child = at, at = at.parent) {
    if (ts.isPropertyDeclaration(at)) return { kind: 'never', what: 'a field of a class' };
    if (ts.isClassStaticBlockDeclaration(at)) return { kind: 'never', what: 'a static block' };
    if (ts.isDecorator(at)) return { kind: 'never', what: 'a decorator' };
    if (!ts.isFunctionLike(at)) continue;
    if (ts.isParameter(child)) return { kind: 'never', what: 'the default of a parameter' };
    if (ts.isComputedPropertyName(child)) continue;
    return placeIn(at);
  }
  return { kind: 'never', what: 'code that runs when the file is loaded' };
}

function placeIn(fn: ts.SignatureDeclaration): Place {
  if (ts.isConstructorDeclaration(fn)) return { kind: 'never', what: 'a constructor' };
  if (ts.isAccessor(fn)) return { kind: 'never', what: 'a getter or setter' };
  if (!isFunction(fn)) return { kind: 'never', what: 'a declaration' };
  if (hasModifier(fn, ts.SyntaxKind.AsyncKeyword)) return { kind: 'async', fn };
  return isGenerator(fn) ? { kind: 'never', what: 'a generator' } : { kind: 'sync', fn };
}

function isFunction(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}

function isGenerator(fn: FunctionNode): boolean {
  return !ts.isArrowFunction(fn) && fn.asteriskToken !== undefined;
}

/**
 * The variable outside of the function that a value is added to (`total += verify(...)`), which
 * would be read before waiting and written after it.
 */
export function compoundTarget(node: ts.Node, fn: FunctionNode): ts.Expression | undefined {
  for (let at = node; at !== fn && at.parent; at = at.parent) {
    const { parent } = at;
    if (!ts.isBinaryExpression(parent) || parent.right !== at) continue;
    const { kind } = parent.operatorToken;
    const isCompound = kind > ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
    if (isCompound) return parent.left;
  }
  return undefined;
}
