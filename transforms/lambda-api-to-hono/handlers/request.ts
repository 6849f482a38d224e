import { isAssignmentTarget } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { passArgument } from './passing.js';
import { replace, REQ, shortText } from './request-edit.js';
import { REQUEST_PROPERTIES, REQUEST_UNSUPPORTED } from './request-map.js';
import { rewriteDestructuring } from './request-pattern.js';
import { assignedOrRead, readProperty } from './request-read.js';
import { isPatternTarget, rewriteWrite } from './request-write.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { inContext, problem, quoted, type State } from './state.js';

/** Rewrites one use of `req`. */
export function rewriteRequest(state: State, reference: ts.Identifier): void {
  const node = outermost(reference);
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    rewriteProperty(state, parent, parent.name.text);
  else if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    const key = parent.argumentExpression;
    if (ts.isStringLiteralLike(key)) rewriteProperty(state, parent, key.text);
    else problem(state, 'request-property-computed', parent, { name: reference.text });
  } else if (ts.isVariableDeclaration(parent) && parent.initializer === node)
    rewriteDestructuring(state, parent, reference);
  else if (
    (ts.isCallExpression(parent) && parent.expression !== node) ||
    ts.isNewExpression(parent)
  )
    passArgument(state, parent, reference, 'req');
  else
    problem(state, 'request-escapes', reference, {
      name: reference.text,
      target: shortText(parent),
    });
}

function rewriteProperty(
  state: State,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
): void {
  const outer = outermost(access);
  if (isAssignmentTarget(outer) || ts.isDeleteExpression(outer.parent))
    return rewriteWrite(state, outer, name);
  if (isPatternTarget(outer))
    return problem(state, 'request-property-written', access, { name: `${REQ}.${name}` });
  const property = REQUEST_PROPERTIES.get(name);
  if (property && !state.facts.overwritten.has(name))
    return readProperty(state, access, name, property);
  if (!property && (REQUEST_UNSUPPORTED.has(name) || name.startsWith('_')))
    return problem(state, 'request-property-unsupported', access, { name: `${REQ}.${name}` });
  const own = inContext(state, `c.get(${quoted(state, name)})`);
  if (!property) return replace(state, access, own);
  const either = assignedOrRead(state, name, property);
  replace(state, access, standsAlone(access) ? either : `(${either})`);
}

/** Whether any expression can stand in the place of this one without parentheses. */
function standsAlone(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent))
    return parent.initializer === node;
  if (ts.isCallExpression(parent)) return parent.expression !== node;
  return (
    ts.isReturnStatement(parent) || ts.isTemplateSpan(parent) || ts.isArrayLiteralExpression(parent)
  );
}
