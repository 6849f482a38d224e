import { ts } from '../../engine/syntax/typescript.js';
import { LEGACY_PACKAGE } from '../graph/names.js';
import { callSites } from './call-sites.js';
import { REQUEST_PROPERTIES } from './request-map.js';
import type { State } from './state.js';

/**
 * The types of own properties of the request that its annotation declares, as the type of the
 * variables of a Hono context. Hono's contexts of different variables cannot be passed for each
 * other, so there are none for a function that hands its request on or is called by another.
 *
 * @example `{ user: User }` for `(req: Request & { user: User }, res: Response) => ...`
 */
export function ownVariables(state: State): string | undefined {
  const { fn, program, calls } = state;
  const type = fn.node.parameters[fn.roles.indexOf('req')]?.type;
  if (!type || !ts.isIntersectionTypeNode(type) || calls.length > 0) return undefined;
  if (fn.kind === 'helper' || callSites(program, fn).length > 0) return undefined;
  const literals = type.types.filter(ts.isTypeLiteralNode);
  const rest = type.types.filter((part) => !ts.isTypeLiteralNode(part));
  const isRequest = rest.length === 1 && rest.every((part) => namesRequest(state, part));
  if (!isRequest || !literals.every((literal) => literal.members.every(isOwn))) return undefined;
  return literals.map((literal) => literal.getText()).join(' & ');
}

function namesRequest({ bindings }: State, type: ts.TypeNode): boolean {
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return false;
  const specifier = bindings.resolve(type.typeName)?.parent;
  if (!specifier || !ts.isImportSpecifier(specifier)) return false;
  const { moduleSpecifier } = specifier.parent.parent.parent;
  const name = (specifier.propertyName ?? specifier.name).text;
  return name === 'Request' && moduleSpecifier.getText().slice(1, -1) === LEGACY_PACKAGE;
}

/** Whether a member is a property that lambda-api does not have itself. */
function isOwn(member: ts.TypeElement): boolean {
  return (
    ts.isPropertySignature(member) &&
    ts.isIdentifier(member.name) &&
    !REQUEST_PROPERTIES.has(member.name.text)
  );
}
