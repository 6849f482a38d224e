import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import type { RouteSite } from '../graph/routes.js';
import type { FunctionKind, HandlerFunction } from '../handlers/context.js';

export function kindAt(site: RouteSite, index: number): FunctionKind {
  return index === site.functions.length - 1 ? 'handler' : 'middleware';
}

/** Whether a function is written where it is registered. */
export function isInlineOf(app: Application, fn: HandlerFunction): boolean {
  let node: ts.Node = fn.node;
  while (ts.isParenthesizedExpression(node.parent) || ts.isAsExpression(node.parent))
    node = node.parent;
  const call = node.parent;
  return ts.isCallExpression(call) && app.graph.uses.some((use) => use.call === call);
}
