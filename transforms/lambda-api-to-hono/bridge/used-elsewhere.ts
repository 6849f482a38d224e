import { posix } from 'node:path';
import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import { mentionsOf, nameOf } from '../handlers/call-sites.js';
import type { HandlerFunction } from '../handlers/context.js';

/**
 * Whether something other than registrations that are understood and converted functions
 * uses a function: it would meet the Hono form under the old name.
 */
export function isUsedElsewhere(
  app: Application,
  fn: HandlerFunction,
  converted: ReadonlySet<HandlerFunction>,
): boolean {
  if (isNamedInBroken(app, fn)) return true;
  const nodes = new Set([...converted].map((other) => other.node as ts.Node));
  const known = new Set<ts.Node>([
    ...app.routes.map((site) => site.use.call),
    ...app.middleware.map((site) => site.use.call),
    ...app.graph.uses.filter((use) => use.method === 'finally').map((use) => use.call),
  ]);
  return mentionsOf(app.program, fn).some((id) => {
    const callee =
      ts.isPropertyAccessExpression(id.parent) && id.parent.name === id ? id.parent : id;
    const place = callee.parent;
    if (ts.isCallExpression(place) && place.expression === callee) {
      if (known.has(place.parent) || isFactoryCall(app, place)) return false;
      return ts.findAncestor(place, (node) => nodes.has(node)) === undefined;
    }
    if (ts.isCallExpression(place)) return !known.has(place) && !isBinding(place);
    return ts.isArrayLiteralExpression(place) || isTableEntry(place, callee);
  });
}

/** Whether a file that does not parse names a function or its module: it may call the old form once it is mended. */
function isNamedInBroken(app: Application, fn: HandlerFunction): boolean {
  const module = posix.basename(fn.file).replace(/\.[^.]+$/, '');
  const names = [nameOf(fn) ?? module, module].map(
    (name) => new RegExp(`\\b${escapeRegExp(name)}\\b`),
  );
  return app.program.broken.some(({ text }) => names.some((name) => name.test(text)));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** `controller.get.bind(controller)` as a handler is read through. */
function isBinding(call: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(call.expression) && call.expression.name.text === 'bind';
}

/** A value in an object that is not what a module exports: a table of routes, say. */
function isTableEntry(place: ts.Node, value: ts.Node): boolean {
  if (!ts.isPropertyAssignment(place) || place.initializer !== value) return false;
  const holder = place.parent.parent;
  return !(ts.isBinaryExpression(holder) && /^(module\.)?exports\b/.test(holder.left.getText()));
}

function isFactoryCall(app: Application, call: ts.CallExpression): boolean {
  const outer = call.parent;
  return ts.isCallExpression(outer) && app.graph.uses.some((use) => use.call === outer);
}
