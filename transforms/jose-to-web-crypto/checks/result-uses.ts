import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { followMembers } from '../sites/follow.js';
import type { NameUse } from '../sites/names.js';

/** How a function gives its result. */
export interface ResultShape {
  readonly promise: boolean;
  /** The member of the result that is meant. */
  readonly member?: string;
  /** The method that is called, where the use is of an object. */
  readonly method?: string;
}

/** Every place where the result of a function is used, in the file that calls it. */
export function usesOfResult(bindings: Bindings, use: NameUse, shape: ResultShape): ts.Node[] {
  return calleesOf(bindings, use)
    .map((callee) => (shape.method === undefined ? callee : methodOn(callee, shape.method)))
    .flatMap((callee) => {
      const call = callee?.parent;
      if (!call || !ts.isCallExpression(call) || call.expression !== callee) return [];
      return usesOfValue(bindings, call, shape);
    });
}

/** Where a function is passed on, so that its results are used where nobody looks. */
export function passedOn(bindings: Bindings, use: NameUse, { method }: ResultShape): ts.Node[] {
  const { node, local } = use;
  if (ts.isExportSpecifier(node)) return [node.name];
  if (!local && ts.isBindingElement(node)) return [node.name];
  return calleesOf(bindings, use).flatMap((place) => {
    const called = method === undefined ? undefined : methodOn(place, method);
    if (called) return isCalled(called) ? [] : [called];
    const { parent } = place;
    const isElsewhere =
      !ts.isTypeNode(parent) && !ts.isPropertyAccessExpression(parent) && !isCalled(place);
    return isElsewhere && !ts.isExpressionStatement(parent) ? [place] : [];
  });
}

function isCalled(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** Expressions that stand for the export. */
function calleesOf(bindings: Bindings, { local, node }: NameUse): ts.Node[] {
  if (local) return bindings.references(local);
  return ts.isExpression(node) ? [node] : [];
}

function methodOn(object: ts.Node, name: string): ts.Node | undefined {
  const access = object.parent;
  return ts.isPropertyAccessExpression(access) && access.name.text === name ? access : undefined;
}

function usesOfValue(bindings: Bindings, call: ts.CallExpression, shape: ResultShape): ts.Node[] {
  const { members, whole } = followMembers(bindings, call, shape.promise);
  if (shape.member === undefined)
    return [...whole, ...members.flatMap(({ node }) => objectOf(node))];
  const taken = members.filter(({ name }) => name === shape.member);
  const direct = taken.flatMap(({ node }) => {
    if (ts.isBindingElement(node) && ts.isIdentifier(node.name))
      return bindings.references(node.name).flatMap((one) => usesOfReference(bindings, one));
    return usesOfReference(bindings, node);
  });
  return [...direct, ...whole];
}

function usesOfReference(bindings: Bindings, node: ts.Node): ts.Node[] {
  const { members, whole } = followMembers(bindings, node, false);
  return [...whole, ...members.flatMap((member) => objectOf(member.node))];
}

/** The object of an access, whose parent is the access again. */
function objectOf(node: ts.Node): ts.Node[] {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)
    ? [node.expression]
    : [];
}
