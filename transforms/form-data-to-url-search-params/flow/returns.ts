import type { FunctionNode } from '../../engine/syntax/evaluate.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { ts } from '../../engine/syntax/typescript.js';
import { mentionsOf, nameOf } from '../../lambda-api-to-hono/handlers/call-sites.js';
import { asHelper, fileOf, functionAround } from '../functions.js';
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
  const name = nameOf(asHelper(file, fn));
  if (name === undefined) return flow.reportLost(fn, returned, 'the caller');
  const mentions = mentionsOf(flow.program, asHelper(file, fn));
  for (const mention of mentions) {
    const access = mention.parent;
    const callee =
      ts.isPropertyAccessExpression(access) && access.name === mention ? access : mention;
    const call = callee.parent;
    if (ts.isCallExpression(call) && call.expression === callee) flow.follow(call, returned);
    else if (!isDeclaring(mention)) flow.reportLost(mention, returned, shortText(mention.parent));
  }
  const isLoaded = flow.program.pkg.loadedOutside().has(file);
  const isKnown = !isLoaded && mentions.some((mention) => fileOf(mention) !== file);
  if (flow.program.exportsOf(file).named.has(name) && !isKnown)
    flow.reportLost(fn, returned, 'code outside of this package');
}

/** The name in its own declaration, in an import, or in an export. */
function isDeclaring(id: ts.Identifier): boolean {
  const { parent } = id;
  return (
    ts.isFunctionDeclaration(parent) ||
    ts.isVariableDeclaration(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isExportAssignment(parent) ||
    ts.isBinaryExpression(parent)
  );
}
