import type { Bindings } from '../../engine/syntax/bindings.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isNeverWritten, variableOf } from '../decide/stable.js';
import { isAssigned, isInFunction, isUpdated, memberAround, memberName } from './places.js';

/** Globals that cannot be written: sloppy code passes over an assignment. */
export const CONSTANTS: ReadonlySet<string> = new Set(['undefined', 'NaN', 'Infinity']);

/**
 * Whether an identifier is the object of a write that sloppy code passes over without a word, and
 * that throws in strict code: to a frozen object, a text or number, the name of a function.
 *
 * @example
 * const limits = Object.freeze({ most: 10 });
 * limits.most = 20;   // nothing happens
 */
export function isSilentWrite(bindings: Bindings, id: ts.Identifier): boolean {
  const member = memberAround(id);
  if (!member || !(isAssigned(member) || isUpdated(member))) return false;
  const name = bindings.resolve(id);
  if (!name) return isReadOnlyOfGlobal(id.text, memberName(member));
  if (!isNeverWritten(bindings, name)) return false;
  if (isFrozenAhead(bindings, name, id)) return true;
  const value = valueOf(name);
  if (!value) return false;
  const isDelete = ts.isDeleteExpression(member.parent);
  return isReadOnly(value, memberName(member), isDelete);
}

/** A property of a built-in object that cannot be written, such as `Math.PI`. */
function isReadOnlyOfGlobal(name: string, member: string | undefined): boolean {
  const object: unknown = Reflect.get(globalThis, name);
  const isObject = typeof object === 'function' || (typeof object === 'object' && object !== null);
  const property =
    isObject && member ? Reflect.getOwnPropertyDescriptor(object, member) : undefined;
  return property !== undefined && property.writable === false;
}

/** What a variable holds from its declaration on. */
function valueOf(name: ts.Identifier): ts.Node | undefined {
  const { parent } = name;
  if (ts.isFunctionDeclaration(parent) || ts.isClassDeclaration(parent)) return parent;
  return ts.isVariableDeclaration(parent) ? parent.initializer : undefined;
}

function isReadOnly(value: ts.Node, member: string | undefined, isDelete: boolean): boolean {
  if (isFreeze(value)) return true;
  if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) return !isDelete;
  if (ts.isNumericLiteral(value)) return !isDelete;
  const isFunction =
    ts.isFunctionDeclaration(value) || ts.isFunctionExpression(value) || ts.isArrowFunction(value);
  if (isFunction)
    return isDelete ? member === 'prototype' : member === 'name' || member === 'length';
  if (ts.isClassLike(value))
    return !isDelete && (member === 'name' || member === 'length') && !hasStatic(value, member);
  return ts.isObjectLiteralExpression(value) && !isDelete && hasGetterAlone(value, member);
}

/** Whether a class has a member of its own that takes the place of what every class has. */
function hasStatic(value: ts.ClassLikeDeclaration, member: string): boolean {
  return value.members.some(({ name }) => name && (!ts.isIdentifier(name) || name.text === member));
}

function hasGetterAlone(value: ts.ObjectLiteralExpression, member: string | undefined): boolean {
  const own = value.properties.filter(
    ({ name }) => name && ts.isIdentifier(name) && name.text === member,
  );
  return own.length === 1 && own.every((property) => ts.isGetAccessor(property));
}

/** `Object.freeze(…)`. */
function isFreeze(node: ts.Node): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'freeze' &&
    ts.isIdentifier(node.expression.expression) &&
    node.expression.expression.text === 'Object'
  );
}

/** Whether a statement at top level has frozen what a variable holds before a place runs. */
function isFrozenAhead(bindings: Bindings, name: ts.Identifier, place: ts.Identifier): boolean {
  if (!variableOf(name) && !ts.isFunctionDeclaration(name.parent)) return false;
  return bindings.references(name).some((id) => {
    const call = id.parent;
    if (!isFreeze(call) || call.arguments[0] !== id || isInFunction(call)) return false;
    return isInFunction(place) || call.pos < place.pos;
  });
}
