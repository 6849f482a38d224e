import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Problem } from './facts.js';
import { functionAround, isAssigned, memberAround } from './places.js';

/** Methods of arrays and the like that call their function without `this`. */
const PLAIN_CALLERS = new Set(
  'forEach map filter find findIndex some every reduce reduceRight sort then catch replace'.split(
    ' ',
  ),
);

/**
 * `this` of a sloppy function that is called without an object is the global object, of a strict
 * one undefined. Tells whether that could matter to this `this`.
 */
export function thisProblem(node: ts.Node, bindings: Bindings): Problem | undefined {
  const around = functionAround(node);
  if (!around || !(ts.isFunctionDeclaration(around) || ts.isFunctionExpression(around)))
    return undefined;
  if (isMethodLike(around) || isConstructed(around, bindings)) return undefined;
  const isPlain = isCalledPlainly(around, bindings);
  return isPlain || !isPassedOn(node) ? { code: 'sloppy-this', node } : undefined;
}

type FunctionNode = ts.FunctionDeclaration | ts.FunctionExpression;

/** A value of an object or of a prototype: it gets called on something. */
function isMethodLike(around: FunctionNode): boolean {
  const { parent } = around;
  if (ts.isPropertyAssignment(parent)) return true;
  if (!ts.isBinaryExpression(parent) || parent.right !== around || !isAssigned(parent.left))
    return isBound(around);
  const text = parent.left.getText();
  return memberAroundTarget(parent.left) && !/^(module\.)?exports(\.\w+)?$/.test(text);
}

function memberAroundTarget(left: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left);
}

/** `(function () { … }).call(x)`, `.bind(x)`. */
function isBound(around: FunctionNode): boolean {
  let at: ts.Node = around;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const member = memberAround(at);
  return (
    member !== undefined &&
    ts.isPropertyAccessExpression(member) &&
    ['call', 'apply', 'bind'].includes(member.name.text)
  );
}

/** Names of functions that are made to be called with `new`, or whose prototype is filled. */
function isConstructed(around: FunctionNode, bindings: Bindings): boolean {
  const name = nameOf(around);
  if (!name) return false;
  if (/^[A-Z]/.test(name.text)) return true;
  return bindings.references(name).some((id) => {
    const member = memberAround(id);
    if (member && ts.isPropertyAccessExpression(member) && member.name.text === 'prototype')
      return true;
    return ts.isNewExpression(id.parent) && id.parent.expression === id;
  });
}

function nameOf(around: FunctionNode): ts.Identifier | undefined {
  const { parent } = around;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name;
  return around.name;
}

function isCalledPlainly(around: FunctionNode, bindings: Bindings): boolean {
  let at: ts.Node = around;
  while (ts.isParenthesizedExpression(at.parent)) at = at.parent;
  const { parent } = at;
  if (ts.isCallExpression(parent)) {
    if (parent.expression === at) return true;
    const callee = parent.expression;
    if (ts.isPropertyAccessExpression(callee) && PLAIN_CALLERS.has(callee.name.text))
      return parent.arguments.length < 2 || callee.name.text === 'then';
    if (ts.isIdentifier(callee)) return true;
  }
  const name = nameOf(around);
  return (
    name !== undefined &&
    bindings
      .references(name)
      .some((id) => ts.isCallExpression(id.parent) && id.parent.expression === id)
  );
}

/** `f.call(this, …)`, `f.apply(this, …)`, `f.bind(this)`, and properties of `this`. */
function isPassedOn(node: ts.Node): boolean {
  if (memberAround(node)) return true;
  const { parent } = node;
  return (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    ts.isPropertyAccessExpression(parent.expression) &&
    ['call', 'apply', 'bind'].includes(parent.expression.name.text)
  );
}
