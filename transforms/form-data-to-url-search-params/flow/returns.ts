import type { FunctionNode } from '../../engine/syntax/evaluate.js';
import { functionUses } from '../../engine/syntax/function-uses.js';
import { exportTarget } from '../../engine/syntax/modules.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isTestFile } from '../../lambda-api-to-hono/handlers/call-sites.js';
import { fileOf, functionAround } from '../functions.js';
import { shortText } from '../problem.js';
import type { Carried } from './carried.js';
import type { FormFlow } from './form-flow.js';
import { seeType } from './types.js';

/** Follows what a function returns to those who call it. */
export function followReturn(flow: FormFlow, node: ts.Expression, carried: Carried): void {
  const fn = functionAround(node);
  if (!fn || fn.asteriskToken) return flow.reportLost(node, carried, 'the caller');
  const isAsync = hasModifier(fn, ts.SyntaxKind.AsyncKeyword);
  const returned = isAsync ? { ...carried, promised: true } : carried;
  if (fn.type) seeType(flow, fn.type, carried);
  const place = ts.isExpression(fn) ? outermost(fn) : fn;
  const call = place.parent;
  if (!ts.isCallExpression(call)) return followCallers(flow, fn, returned);
  if (call.expression === place) return flow.follow(call, returned);
  const isThen =
    ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'then';
  if (isThen) flow.follow(call, { ...carried, promised: true });
  else flow.reportLost(node, carried, shortText(call.expression));
}

function followCallers(flow: FormFlow, fn: FunctionNode, returned: Carried): void {
  const file = fileOf(fn);
  const uses = functionUses(flow.program, file, fn).filter((use) => !isNaming(use));
  for (const use of uses) {
    const call = use.parent;
    if (isTestFile(fileOf(use))) continue;
    if (ts.isCallExpression(call) && call.expression === use) flow.follow(call, returned);
    else flow.reportLost(use, returned, shortText(call));
  }
  if (uses.length === 0 || flow.program.pkg.loadedOutside().has(file))
    flow.reportLost(fn, returned, 'code that is not seen');
}

/** `exports.name = ...` and `module.exports = { name }` make a function known. */
function isNaming(use: ts.Expression): boolean {
  const { parent } = use;
  if (ts.isBinaryExpression(parent)) return exportTarget(parent.left) !== undefined;
  const object = parent.parent;
  const isProperty = ts.isShorthandPropertyAssignment(parent) || ts.isPropertyAssignment(parent);
  if (!isProperty || !ts.isObjectLiteralExpression(object)) return ts.isExportAssignment(parent);
  const assigned = object.parent;
  return (
    ts.isExportAssignment(assigned) ||
    (ts.isBinaryExpression(assigned) && exportTarget(assigned.left) !== undefined)
  );
}
