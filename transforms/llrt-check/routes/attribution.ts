import type { RouteState } from '../../engine/transform.js';
import { ts } from '../../engine/syntax/typescript.js';
import { isDeclaration, referencesOf } from '../bundle/references.js';
import { unitOf, type BundleView } from '../bundle/view.js';
import type { Tools } from '../detect/hit.js';
import { honoRoutes, type Registration } from './hono-routes.js';

/** A route whose state is known already, from the transform that migrates it. */
export interface KnownRoute {
  readonly id: string;
  readonly file: string;
  /** 1-based line of the registration. */
  readonly line: number;
  readonly state: RouteState;
}

/** A route of a bundle. */
export interface BundledRoute extends KnownRoute {
  /** What it registers: middleware and handler. */
  readonly handlers: readonly ts.Node[];
}

/** The routes of a bundle, those that are known and those of Hono applications. */
export function bundledRoutes(tools: Tools, known: readonly KnownRoute[]): readonly BundledRoute[] {
  const { view } = tools;
  const calls = callsByLine(view);
  const fromStatus = known.flatMap((route) => {
    const onLine = calls.get(`${route.file}:${route.line}`) ?? [];
    const call = onLine.find((other) => hasPathOf(route, other)) ?? onLine[0];
    return call ? [{ ...route, handlers: handlersOf(call) }] : [];
  });
  const ids = new Set(fromStatus.map(({ id }) => id));
  const hono = honoRoutes(tools).flatMap(({ id, call }: Registration) => {
    const place = view.placeOf(callNode(call));
    if (!place || ids.has(id) || view.packageOf(unitOf(call)) === 'hono') return [];
    ids.add(id);
    const { file, line } = place;
    return [{ id, file, line, state: 'migrated' as const, handlers: handlersOf(call) }];
  });
  return [...fromStatus, ...hono];
}

/** In a chain of calls the name of the method tells the place. */
function callNode({ expression }: ts.CallExpression): ts.Node {
  return ts.isPropertyAccessExpression(expression) ? expression.name : expression;
}

function handlersOf(call: ts.CallExpression): readonly ts.Node[] {
  return call.arguments.filter(
    (argument) => !ts.isStringLiteralLike(argument) && !ts.isArrayLiteralExpression(argument),
  );
}

/** Whether a call names the end of the path of a route: several may stand on one line. */
function hasPathOf({ id }: KnownRoute, call: ts.CallExpression): boolean {
  const path = call.arguments.find((argument) => ts.isStringLiteralLike(argument))?.text;
  return path !== undefined && path !== '/' && id.endsWith(path);
}

/** The calls that begin on each line of a source, the outermost first. */
function callsByLine(view: BundleView): ReadonlyMap<string, readonly ts.CallExpression[]> {
  const calls = new Map<string, ts.CallExpression[]>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const place = view.placeOf(callNode(node));
      const key = place && `${place.file}:${place.line}`;
      if (key !== undefined && handlersOf(node).length > 0)
        calls.set(key, [...(calls.get(key) ?? []), node]);
    }
    ts.forEachChild(node, visit);
  };
  for (const statement of view.ast.statements)
    if (view.packageOf(statement) === '') visit(statement);
  return calls;
}

/** Tells which routes run into a place. */
export interface Attribution {
  /** Ids of the routes that need one of the nodes; all of them where it is not the matter of some alone. */
  routesOf(nodes: readonly ts.Node[]): readonly string[];
}

/**
 * Finds out which code each route needs: its handlers and what they refer to, and what all
 * routes share, such as middleware of the application.
 */
export function attribute(view: BundleView, routes: readonly BundledRoute[]): Attribution {
  const references = referencesOf(view);
  const handlers = new Set(routes.flatMap((route) => route.handlers));
  const reached = routes.map((route) => references.from(route.handlers, handlers));
  const roots = sharedRoots(view);
  const shared = new Set([...roots, ...references.from(roots, handlers)]);
  const handlerAround = (node: ts.Node): ts.Node | undefined => {
    for (let at = node; at; at = at.parent) if (handlers.has(at)) return at;
    return undefined;
  };
  return {
    routesOf: (nodes) => {
      const all = routes.map(({ id }) => id);
      const needed = new Set<string>();
      for (const node of nodes) {
        const inside = handlerAround(node);
        const unit = unitOf(node);
        if (!inside && shared.has(unit)) return all;
        for (const [index, { id, handlers: own }] of routes.entries())
          if (inside ? own.includes(inside) : reached[index]?.has(unit)) needed.add(id);
      }
      return needed.size > 0 ? all.filter((id) => needed.has(id)) : all;
    },
  };
}

/** Statements that run for every route: those of the workspace's own modules that are no declarations. */
function sharedRoots(view: BundleView): readonly ts.Statement[] {
  return view.ast.statements.filter(
    (statement) => view.packageOf(statement) === '' && !isDeclaration(statement),
  );
}
