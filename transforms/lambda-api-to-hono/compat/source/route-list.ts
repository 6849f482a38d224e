import type { RoutedApp } from './answer-options.js';
import { last, type RouteNode, splitDefinition } from './route-tree.js';
import { type RoutedFunction, routerOf } from './router.js';

/**
 * `api.routes()`: method, path and names of the functions of each route. `app.routes` lists
 * registrations instead, middleware among them.
 *
 * @example
 * listRoutes(app); // [['GET', '/users/:id', ['authenticate', 'getUser']]]
 */
export function listRoutes(app: RoutedApp): [string, string, string[]][] {
  return rowsOf(routerOf(app).root);
}

function rowsOf(node: RouteNode<RoutedFunction>): [string, string, string[]][] {
  // As an object keeps its keys, numbers come first.
  const children = Object.values(Object.fromEntries(node.children));
  return children.flatMap((child) => [
    ...[...child.methods].map(([method, { own, stack }]): [string, string, string[]] => [
      method,
      '/' + splitDefinition(last(own)?.[1].path ?? '').join('/'),
      stack.map(([, { handler }]) => handler.name.trim() || 'unnamed'),
    ]),
    ...rowsOf(child),
  ]);
}

/**
 * `api.routes(true)`: prints the routes as a table.
 *
 * @example
 * printRoutes(app);
 */
export function printRoutes(app: RoutedApp): void {
  const rows = listRoutes(app).map(([method, path, names]) => [method, path, names.join(', ')]);
  const titles = ['METHOD', 'ROUTE', 'STACK'];
  const widths = [6, 5, 6].map((least, i) =>
    Math.max(rows.length > 0 ? least : 0, ...rows.map((row) => row[i]?.length ?? 0)),
  );
  const pad = (row: string[]) => row.map((text, i) => text.padEnd(widths[i] ?? 0));
  const rule = (left: string, middle: string, right: string, fill: string) =>
    left + widths.map((width) => fill.repeat(width + 4)).join(middle) + right;
  const cellsOf = (cells: string[]) => `║  ${cells.join('  │  ')}  ║`;
  const bold = pad(titles).map((title) => `\u001b[1m${title}\u001b[0m`);
  const body = rows.flatMap((row) => [rule('╟', '┼', '╢', '─'), cellsOf(pad(row))]);
  const divider = rows.length > 0 ? [] : [rule('╟', '┼', '╢', '─')];
  const table = [
    rule('╔', '╤', '╗', '═'),
    cellsOf(bold),
    ...body,
    ...divider,
    rule('╚', '╧', '╝', '═'),
  ];
  // oxlint-disable-next-line no-console
  console.log(table.join('\n'));
}
