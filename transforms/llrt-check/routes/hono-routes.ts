import { unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { calleeName, packageOfCallee } from '../detect/origin.js';
import type { Tools } from '../detect/hit.js';
import { textOf, valueOf } from '../detect/values.js';

/** The registration of a route in a bundle. */
export interface Registration {
  /** `METHOD /full/path`. */
  readonly id: string;
  readonly call: ts.CallExpression;
}

const METHODS = new Set(['get', 'post', 'put', 'delete', 'patch', 'options', 'all', 'on']);

interface App {
  readonly root: ts.Node;
  readonly base: string;
}

/** Finds the routes of Hono applications in a bundle, with the paths of `basePath` and `route`. */
export function honoRoutes(tools: Tools): readonly Registration[] {
  const mounts = new Map<ts.Node, { readonly parent: App; readonly path: string }[]>();
  const found: { app: App; call: ts.CallExpression; ids: readonly string[] }[] = [];
  visitCalls(tools.view.ast, (call, callee) => {
    const app = appOf(callee.expression, tools);
    if (!app) return;
    const [first, second] = call.arguments;
    if (callee.name.text === 'route' && second) {
      const child = appOf(second, tools);
      const path = textOf(first, tools) ?? '';
      if (child) mounts.set(child.root, [...(mounts.get(child.root) ?? []), { parent: app, path }]);
    } else if (METHODS.has(callee.name.text)) found.push({ app, call, ids: idsOf(call, tools) });
  });
  const prefixes = ({ root, base }: App, depth = 0): readonly string[] => {
    const above = mounts.get(root);
    if (!above || depth > 12) return [base];
    return above.flatMap(({ parent, path }) =>
      prefixes(parent, depth + 1).map((prefix) => joinPaths(joinPaths(prefix, path), base)),
    );
  };
  return found.flatMap(({ app, call, ids }) =>
    prefixes(app).flatMap((prefix) =>
      ids.map((id) => {
        const space = id.indexOf(' ');
        const path = joinPaths(prefix, id.slice(space + 1));
        return { id: `${id.slice(0, space)} ${path}`, call };
      }),
    ),
  );
}

/** `GET /path` for each method and path of a registration; none where they are not written out. */
function idsOf(call: ts.CallExpression, tools: Tools): readonly string[] {
  const [first, second] = call.arguments;
  const method = calleeName(call.expression);
  if (method !== 'on') {
    const path = textOf(first, tools);
    return path === undefined ? [] : [`${method === 'all' ? 'ANY' : method.toUpperCase()} ${path}`];
  }
  return texts(first, tools).flatMap((name) =>
    texts(second, tools).map((path) => `${name.toUpperCase()} ${path}`),
  );
}

function texts(node: ts.Expression | undefined, tools: Tools): readonly string[] {
  if (!node) return [];
  const value = valueOf(node, tools);
  const parts = ts.isArrayLiteralExpression(value) ? value.elements : [value];
  return parts.flatMap((part) => textOf(part, tools) ?? []);
}

/** The application that an expression stands for, through chains of calls. */
function appOf(expression: ts.Expression, tools: Tools, depth = 0): App | undefined {
  const node = valueOf(expression, tools);
  if (depth > 200) return undefined;
  if (ts.isNewExpression(node)) {
    const isHono =
      calleeName(node.expression).endsWith('Hono') &&
      /^(?:hono$|@hono\/)/.test(packageOfCallee(node.expression, tools) ?? '');
    return isHono ? { root: node, base: '' } : undefined;
  }
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(node.expression);
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const app = appOf(callee.expression, tools, depth + 1);
  if (!app || callee.name.text !== 'basePath') return app;
  return { root: app.root, base: joinPaths(app.base, textOf(node.arguments[0], tools) ?? '') };
}

function joinPaths(prefix: string, path: string): string {
  const joined = `/${prefix}/${path}`.replace(/\/{2,}/g, '/');
  return joined.length > 1 ? joined.replace(/\/$/, '') : joined;
}

function visitCalls(
  node: ts.Node,
  look: (call: ts.CallExpression, callee: ts.PropertyAccessExpression) => void,
): void {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    look(node, node.expression);
  ts.forEachChild(node, (child) => visitCalls(child, look));
}
