import { evaluate, type FunctionNode } from '../../engine/syntax/evaluate.js';
import { outermost } from '../../engine/syntax/outermost.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import type { ApiUse } from '../graph/model.js';
import type { RouteSite } from '../graph/routes.js';
import type { Problem } from '../handlers/context.js';
import { usesOf } from '../handlers/function-uses.js';

/** A function that `register()` calls, and a place that uses it in a way that is not followed. */
export interface SharedRegister {
  readonly node: FunctionNode;
  readonly file: string;
  readonly place: ts.Node;
}

/**
 * Registered functions that are used elsewhere too: a registration that cannot be followed, a
 * list, a wrapper. What stands in them has to stay on lambda-api, with all that they register.
 */
export function sharedRegisters(app: Application): SharedRegister[] {
  const registers = registrations(app);
  const known = new Set<ts.Node>(
    registers.filter(({ use }) => !isEscaped(app, use)).map(({ use }) => use.call),
  );
  const shared = new Map<ts.Node, SharedRegister>();
  for (const { file, node } of registers.map(({ fn }) => fn)) {
    const other = usesOf(app.program, { file, node, isFactory: false }).find(
      (use) => !isKnown(use.node, known),
    );
    if (other) shared.set(node, { node, file: other.file, place: other.node });
  }
  for (const [outer, { file, place }] of shared)
    for (const { use, fn } of registers)
      if (isWithin(use.call, outer) && !shared.has(fn.node))
        shared.set(fn.node, { node: fn.node, file, place });
  return [...shared.values()];
}

/** Problems of a route whose registration stands in such a function. */
export function sharedProblems(site: RouteSite, shared: readonly SharedRegister[]): Problem[] {
  return shared
    .filter(({ node }) => isWithin(site.use.call, node))
    .map(({ file, place }) => ({
      code: 'api-escapes',
      file,
      node: place,
      details: { reason: 'the function that registers the route is used here too' },
    }));
}

interface Registration {
  readonly use: ApiUse;
  readonly fn: { readonly file: string; readonly node: FunctionNode };
}

function registrations(app: Application): Registration[] {
  return app.graph.uses.flatMap((use) => {
    const [argument] = use.args;
    if (use.method !== 'register' || use.framework !== 'lambda-api' || !argument) return [];
    const value = evaluate(app.program, use.file, argument);
    return value.kind === 'function' ? [{ use, fn: value }] : [];
  });
}

function isEscaped(app: Application, use: ApiUse): boolean {
  return app.graph.escapes.some(({ node }) => isWithin(node, use.call));
}

/** `api.register(routes)`, or `routes(api)`, which is followed from the API. */
function isKnown(expression: ts.Expression, known: ReadonlySet<ts.Node>): boolean {
  const node = outermost(expression);
  const { parent } = node;
  return ts.isCallExpression(parent) && (parent.expression === node || known.has(parent));
}

function isWithin(node: ts.Node, outer: ts.Node): boolean {
  return ts.findAncestor(node, (at) => at === outer) !== undefined;
}
