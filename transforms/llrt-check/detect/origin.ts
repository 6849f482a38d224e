import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { packageName } from '../bundle/package-of.js';
import { statementOf } from '../bundle/view.js';
import type { Tools } from './hit.js';

/**
 * The package that a called or constructed function comes from, whether it is in the bundle or an
 * import of it; `''` for one of the workspace itself.
 */
export function packageOfCallee(expression: ts.Expression, tools: Tools): string | undefined {
  const callee = unwrap(expression);
  const member = tools.modules.of(callee);
  if (member) return packageName(member.module);
  if (ts.isPropertyAccessExpression(callee)) return packageOfCallee(callee.expression, tools);
  if (!ts.isIdentifier(callee)) return undefined;
  const declaration = tools.view.bindings.resolve(callee);
  return declaration && tools.view.packageOf(statementOf(declaration));
}

/** The name of a called function as its package calls it: bundlers put a number behind some names. */
export function calleeName(expression: ts.Expression): string {
  const callee = unwrap(expression);
  if (ts.isPropertyAccessExpression(callee)) return callee.name.text;
  return ts.isIdentifier(callee) ? callee.text.replace(/\d+$/, '') : '';
}

/** Whether a call is one of a function of a package, for example `setCookie` of hono. */
export function isCallOf(
  node: ts.CallExpression | ts.NewExpression,
  pkg: RegExp,
  name: string,
  tools: Tools,
): boolean {
  return (
    calleeName(node.expression) === name && pkg.test(packageOfCallee(node.expression, tools) ?? '')
  );
}
