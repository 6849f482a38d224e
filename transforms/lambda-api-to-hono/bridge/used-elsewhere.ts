import { posix } from 'node:path';
import type { FunctionNode } from '../../engine/syntax/evaluate.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import { MAIN_TWIN, TWIN_SUFFIX } from '../graph/names.js';
import { nameOf } from '../handlers/call-sites.js';
import type { HandlerFunction } from '../handlers/context.js';
import { type UsedFunction, usesOf } from '../handlers/function-uses.js';
import { unitOf } from '../handlers/units.js';

/**
 * Whether something other than registrations that are understood and converted functions
 * uses a function: it would meet the Hono form under the old name.
 *
 * @param carried calls that are rewritten with the function, or code that leaves with its old form
 */
export function isUsedElsewhere(
  app: Application,
  fn: UsedFunction,
  carried: ReadonlySet<ts.Node>,
): boolean {
  if (isNamedInBroken(app, fn)) return true;
  const known = new Set<ts.Node>([
    ...app.routes.map((site) => site.use.call),
    ...app.middleware.map((site) => site.use.call),
    ...app.graph.uses.filter((use) => use.method === 'finally').map((use) => use.call),
  ]);
  return usesOf(app.program, fn).some(({ node }) => {
    const place = outermost(node).parent;
    const isCalled = ts.isCallExpression(place) && place.expression === outermost(node);
    if (isCalled && !fn.isFactory)
      return ts.findAncestor(place, (at) => carried.has(at)) === undefined;
    return !isRegistration(node, known);
  });
}

/** The function whose name stands for a converted one: itself, or the factory that returns it. */
export function namedFunction(fn: HandlerFunction): UsedFunction {
  const end = unitOf(fn.node)?.node ?? fn.node;
  let outer: FunctionNode = fn.node;
  for (let node: ts.Node = fn.node; node !== end; node = node.parent)
    if (isFunctionNode(node.parent)) outer = node.parent;
  return { file: fn.file, node: outer, isFactory: outer !== fn.node };
}

/** Functions that have bodies and are called by name. */
export function isFunctionNode(node: ts.Node): node is FunctionNode {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isArrowFunction(node) ||
    ts.isMethodDeclaration(node)
  );
}

/** `api.get('/', list)`, `api.use([auth])`, `api.get('/', users.list.bind(users))`. */
function isRegistration(expression: ts.Expression, known: ReadonlySet<ts.Node>): boolean {
  const node = outermost(expression);
  const { parent } = node;
  if (known.has(parent)) return true;
  if (ts.isArrayLiteralExpression(parent)) return known.has(parent.parent);
  if (!ts.isPropertyAccessExpression(parent)) return false;
  const { text } = parent.name;
  if (text === MAIN_TWIN || text.endsWith(TWIN_SUFFIX)) return true;
  const call = parent.parent;
  if (text === 'bind' && ts.isCallExpression(call)) return isRegistration(call, known);
  return text === 'name' || text === 'length';
}

/** Whether a file that does not parse names a function or its module: it may call the old form once it is mended. */
function isNamedInBroken(app: Application, fn: UsedFunction): boolean {
  const module = posix.basename(fn.file).replace(/\.[^.]+$/, '');
  const names = [nameOf(fn) ?? module, module].map(
    (name) => new RegExp(`\\b${escapeRegExp(name)}\\b`),
  );
  return app.program.broken.some(({ text }) => names.some((name) => name.test(text)));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
