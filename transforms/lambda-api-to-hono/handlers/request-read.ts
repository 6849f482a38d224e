import { isDeclarationName } from '../../engine/syntax/bindings.js';
import { isAssignmentTarget } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { usesNameAsObject, usesPrototype } from './plain-objects.js';
import { replace, REQ } from './request-edit.js';
import type { RequestProperty } from './request-map.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { inContext, problem, quoted, type State, textOf, useCompat } from './state.js';

const OBJECT_METHODS = new Set(['hasOwnProperty', 'toString', 'valueOf', 'propertyIsEnumerable']);

/** A read of `req.x`, or of a member of it such as `req.query.page`. */
export function readProperty(
  state: State,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  property: RequestProperty,
): void {
  const member = outermost(access).parent;
  const isMember =
    (ts.isPropertyAccessExpression(member) || ts.isElementAccessExpression(member)) &&
    outermost(access) === member.expression;
  if (!isMember || !property.member) {
    if (isObjectAssignTarget(access))
      return problem(state, 'request-property-written', access, { name: `${REQ}.${name}` });
    return replace(state, access, ordinary(state, name, wholeRead(state, property), access));
  }
  if (isAssignmentTarget(outermost(member)) || ts.isDeleteExpression(outermost(member).parent))
    return problem(state, 'request-property-written', member, { name: member.getText() });
  const key = ts.isPropertyAccessExpression(member)
    ? quoted(state, member.name.text)
    : textOf(state, member.argumentExpression);
  const keyText = ts.isPropertyAccessExpression(member)
    ? member.name.text
    : ts.isStringLiteralLike(member.argumentExpression)
      ? member.argumentExpression.text
      : undefined;
  const isMethod =
    ts.isCallExpression(member.parent) &&
    member.parent.expression === member &&
    OBJECT_METHODS.has(keyText ?? '');
  const isCaseSensitive =
    property.lowerCaseOnly === true && (keyText === undefined || keyText !== keyText.toLowerCase());
  if (isMethod && keyText === 'hasOwnProperty') return ownPropertyTest(state, member, property);
  if (isMethod) return replace(state, access, `({ ...${wholeRead(state, property)} })`);
  if (isCaseSensitive) return replace(state, access, wholeRead(state, property));
  const text = inContext(state, memberRead(property.member, key, keyText));
  if (keyText !== undefined && name !== 'pathParameters' && name !== 'stageVariables')
    state.reads.push({ node: member, key: keyText, text });
  replace(state, member, text);
}

/** Hono's object of query values has no prototype, so it has no `hasOwnProperty` either. */
function ownPropertyTest(state: State, member: ts.Expression, property: RequestProperty): void {
  const call = member.parent;
  if (!ts.isCallExpression(call)) return;
  const [key] = call.arguments;
  const keyText = key ? textOf(state, key) : 'undefined';
  replace(state, call, `Object.hasOwn(${wholeRead(state, property)}, ${keyText})`);
}

function memberRead(template: string, key: string, keyText: string | undefined): string {
  const isName = keyText !== undefined && /^[A-Za-z_$][\w$]*$/.test(keyText);
  if (isName && template.endsWith('?.[KEY]')) return template.replace('[KEY]', keyText);
  return template.replace('KEY', () => key);
}

/** Code that gives the value that a property of `req` had. */
export function wholeRead(state: State, property: RequestProperty): string {
  const read = property.compat
    ? property.read.replace(property.compat, useCompat(state, property.compat))
    : property.read;
  return inContext(
    state,
    read.replace('{version}', () => quoted(state, state.facts.version)),
  );
}

/** Code for a property that the application assigns: what it assigned counts, `undefined` and `null` too. */
export function assignedOrRead(state: State, name: string, property: RequestProperty): string {
  const key = quoted(state, name);
  const own = inContext(state, `c.get(${key})`);
  return `${key} in ${inContext(state, 'c.var')} ? ${own} : ${wholeRead(state, property)}`;
}

/** Properties whose whole Hono gives as objects that inherit nothing. */
const WITHOUT_PROTOTYPE = new Set(['query', 'headers']);

/** The code that reads a property as a whole, as an ordinary object where it is used as one. */
export function ordinary(
  state: State,
  name: string,
  whole: string,
  place: ts.Expression | ts.BindingName,
): string {
  if (!WITHOUT_PROTOTYPE.has(name) || ts.isObjectBindingPattern(place)) return whole;
  const { file } = state.fn;
  const isUsed =
    ts.isIdentifier(place) && isDeclarationName(place)
      ? usesNameAsObject(state, file, place)
      : ts.isExpression(place) && usesPrototype(state, file, place);
  if (!isUsed) return whole;
  // TypeScript refuses `{ ... } || other`, whose left side is always true.
  if (ts.isBinaryExpression(place.parent) && place.parent.left === place)
    return `Object.assign({}, ${whole})`;
  const isBody = ts.isArrowFunction(place.parent) && place.parent.body === place;
  return isBody ? `({ ...${whole} })` : `{ ...${whole} }`;
}

function isObjectAssignTarget(node: ts.Expression): boolean {
  const call = node.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments[0] === node &&
    call.expression.getText() === 'Object.assign'
  );
}
