import { evaluate } from '../../engine/syntax/evaluate.js';
import { isTypeScript } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { fileOf } from '../functions.js';
import { shortText } from '../problem.js';
import type { Carried } from './carried.js';
import type { FormFlow } from './form-flow.js';
import { followPattern } from './patterns.js';
import { seeType } from './types.js';

/**
 * Follows what a function of the package gets as one of its arguments.
 *
 * @param callee the expression that stands for the function
 */
export function followParameter(
  flow: FormFlow,
  callee: ts.Expression,
  index: number,
  carried: Carried,
): void {
  const found = evaluate(flow.program, fileOf(callee), callee);
  if (found.kind !== 'function' || !found.node.body)
    return flow.reportLost(callee, carried, shortText(callee));
  const { node: fn, file } = found;
  const position = fn.parameters[0]?.name.getText() === 'this' ? index + 1 : index;
  const parameter = fn.parameters[position];
  if (!parameter || parameter.dotDotDotToken) return flow.reportLost(callee, carried);
  if (parameter.type && seeType(flow, parameter.type, carried))
    flow.typedParameters.push({ fn, file, index });
  if (carried.kind === 'form' && isTypeScript(file) && takesTypeFromOutside(fn, parameter))
    flow.report('form-type', parameter, { name: shortText(parameter) });
  followPattern(flow, parameter.name, carried);
}

/** Whether a type that is written elsewhere decides what the parameter may be. */
function takesTypeFromOutside(
  fn: ts.SignatureDeclaration,
  parameter: ts.ParameterDeclaration,
): boolean {
  const holder = fn.parent;
  if (ts.isClassLike(holder)) return (holder.heritageClauses ?? []).length > 0;
  if (parameter.type) return false;
  return (
    (ts.isVariableDeclaration(holder) && holder.type !== undefined) ||
    ts.isPropertyAssignment(holder)
  );
}
