import { ts } from '../../engine/syntax/typescript.js';
import { isFunctionNode } from '../functions.js';
import { shortText } from '../problem.js';
import { elementOf, plain, type Carried, type Payload } from './carried.js';
import { isFileMember } from './file-members.js';
import type { FormFlow } from './form-flow.js';
import { followParameter } from './parameters.js';
import { followPattern } from './patterns.js';
import { followPromiseMember } from './promises.js';
import { isCertainlyText } from './texts.js';

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** What a method of a form gives, and how many arguments it may have to do the same on both kinds. */
const METHODS: Readonly<Record<string, { readonly arity: number; readonly gives?: Payload }>> = {
  get: { arity: 1, gives: 'value' },
  getAll: { arity: 1, gives: 'values' },
  has: { arity: 1 },
  append: { arity: 2 },
  set: { arity: 2 },
  delete: { arity: 1 },
  entries: { arity: 0, gives: 'pairs' },
  values: { arity: 0, gives: 'values' },
  keys: { arity: 0 },
  forEach: { arity: 2 },
};

/** Follows a property or method of what is held. */
export function followMember(
  flow: FormFlow,
  node: ts.Expression,
  access: ts.Node,
  carried: Carried,
): void {
  if (!isAccess(access)) return;
  if (access.expression !== node) return flow.reportLost(access, carried);
  const name = memberName(access);
  if (carried.promised) return followPromiseMember(flow, access, name, carried);
  if (carried.kind === 'form') followFormMember(flow, access, name);
  else if (carried.kind === 'value') {
    if (name !== undefined && isFileMember(name))
      flow.report('form-file-read', access, { name: shortText(access) });
  } else if (carried.kind === 'record') {
    const isOther = carried.key !== undefined && name !== undefined && name !== carried.key;
    if (!isOther) flow.follow(access, plain('value'));
  } else followListMember(flow, access, name, carried.kind);
}

function isAccess(node: ts.Node): node is Access {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
}

function memberName(access: Access): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  const key = access.argumentExpression;
  return ts.isStringLiteralLike(key) || ts.isNumericLiteral(key) ? key.text : undefined;
}

function followFormMember(flow: FormFlow, access: Access, name: string | undefined): void {
  const call = access.parent;
  const method = name !== undefined && Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  const isCalled = ts.isCallExpression(call) && call.expression === access;
  if (!method || !isCalled || name === undefined)
    return flow.report('form-member', access, { name: shortText(access) });
  const { length } = call.arguments;
  const isSpread = call.arguments.some(ts.isSpreadElement);
  if (length > method.arity || isSpread)
    return flow.report('form-member', call, { name: shortText(call) });
  const [first, value] = call.arguments;
  if (name === 'forEach' && first) return followCallback(flow, first, 0, plain('value'));
  if (name === 'append' || name === 'set') {
    if (!value || !isCertainlyText(flow.program, value))
      flow.report('form-member', call, { name: shortText(call) });
  }
  if (name === 'append' || name === 'set' || name === 'delete') flow.change ??= call;
  if (method.gives) flow.follow(call, plain(method.gives));
}

const ELEMENT_CALLBACKS = new Set([
  'map',
  'flatMap',
  'filter',
  'forEach',
  'some',
  'every',
  'find',
  'findLast',
]);
const SAME_LIST = new Set([
  'filter',
  'slice',
  'concat',
  'reverse',
  'sort',
  'toSorted',
  'toReversed',
  'flat',
  'toArray',
]);
const ONE_ELEMENT = new Set(['find', 'findLast', 'at', 'pop', 'shift']);

/** A method of a list, an iterator or a Map, or a position in a list. */
function followListMember(
  flow: FormFlow,
  access: Access,
  name: string | undefined,
  kind: Payload,
): void {
  const call = access.parent;
  const each = elementOf(kind);
  if (kind === 'pair') {
    if (name === '1') flow.follow(access, plain('value'));
    return;
  }
  if (ts.isElementAccessExpression(access)) {
    if (each && kind !== 'map') flow.follow(access, plain(each));
    return;
  }
  if (!ts.isCallExpression(call) || call.expression !== access || name === undefined) return;
  const [callback] = call.arguments;
  if (kind === 'map') {
    if (name === 'get') flow.follow(call, plain('value'));
    if (name === 'values') flow.follow(call, plain('values'));
    if (name === 'entries') flow.follow(call, plain('pairs'));
    if (name === 'forEach' && callback) followCallback(flow, callback, 0, plain('value'));
    return;
  }
  if (each && ELEMENT_CALLBACKS.has(name) && callback)
    followCallback(flow, callback, 0, plain(each));
  if (each && name === 'reduce' && callback) followCallback(flow, callback, 1, plain(each));
  if (SAME_LIST.has(name)) flow.follow(call, plain(kind));
  if (each && ONE_ELEMENT.has(name)) flow.follow(call, plain(each));
}

/** Follows what a callback gets as one of its arguments. */
function followCallback(
  flow: FormFlow,
  callback: ts.Expression,
  index: number,
  carried: Carried,
): void {
  if (!isFunctionNode(callback)) return followParameter(flow, callback, index, carried);
  const parameter = callback.parameters[index];
  if (parameter) followPattern(flow, parameter.name, carried);
}
