import { unwrap } from '../engine/syntax/evaluate.js';
import { ts } from '../engine/syntax/typescript.js';
import { isProblem, rootFunction, type Application } from './application.js';
import type { ApiInstance, ApiUse } from './graph/model.js';
import type { RouteSite } from './graph/routes.js';
import type { FunctionKind, HandlerFunction } from './handlers/context.js';

/** What a function of a route is: the last one is the handler, those ahead of it are middleware. */
export function kindAt(site: RouteSite, index: number): 'handler' | 'middleware' {
  return index === site.functions.length - 1 ? 'handler' : 'middleware';
}

/** Calls of `finally()` that an instance still has on lambda-api. */
export function finallyUses(app: Application, instance: ApiInstance): ApiUse[] {
  return app.graph.uses.filter(
    (use) =>
      use.instance === instance && use.method === 'finally' && use.framework === 'lambda-api',
  );
}

/** A registered function with all that it passes its request or response to; none when it cannot be found. */
export function reachedFunctions(
  app: Application,
  file: string,
  node: ts.Expression,
  kind: FunctionKind,
): Iterable<HandlerFunction> {
  const root = rootFunction(app, file, node, kind);
  return isProblem(root) ? [] : app.registry.reach(root).functions;
}

/** Whether an expression is certainly no function: `use()` ignores those. */
export function isNoFunction(expression: ts.Expression): boolean {
  const node = unwrap(expression);
  return (
    ts.isStringLiteralLike(node) ||
    ts.isNumericLiteral(node) ||
    node.kind === ts.SyntaxKind.NullKeyword ||
    (ts.isIdentifier(node) && node.text === 'undefined')
  );
}
