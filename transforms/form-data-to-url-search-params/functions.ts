import type { FunctionNode } from '../engine/syntax/evaluate.js';
import { ts } from '../engine/syntax/typescript.js';

/** The closest function around a node; undefined at the top level and in constructors and accessors. */
export function functionAround(node: ts.Node): FunctionNode | undefined {
  for (let at: ts.Node | undefined = node.parent; at; at = at.parent) {
    if (isFunctionNode(at)) return at;
    if (ts.isFunctionLike(at)) return undefined;
  }
  return undefined;
}

/** The outermost function around a node, for example the handler around a callback. */
export function outermostFunction(node: ts.Node): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  for (let at = functionAround(node); at; at = functionAround(at)) found = at;
  return found;
}

/** Whether a node is a function with a body of its own. */
export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** Path of the file that a node stands in, relative to the workspace root. */
export function fileOf(node: ts.Node): string {
  return node.getSourceFile().fileName;
}
