import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import type { HandlerFunction } from '../handlers/context.js';

/** Whether a function is written where it is registered. */
export function isInlineOf(app: Application, fn: HandlerFunction): boolean {
  let node: ts.Node = fn.node;
  while (ts.isParenthesizedExpression(node.parent) || ts.isAsExpression(node.parent))
    node = node.parent;
  const call = node.parent;
  return ts.isCallExpression(call) && app.graph.uses.some((use) => use.call === call);
}
