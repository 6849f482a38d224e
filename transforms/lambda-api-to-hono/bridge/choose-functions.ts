import { ts } from '../../engine/syntax/typescript.js';
import { middlewareKind } from '../factories.js';
import { finallyUses, kindAt, reachedFunctions } from '../registered-functions.js';
import type { ApiInstance } from '../graph/model.js';
import type { MiddlewareSite } from '../graph/routes.js';
import type { FunctionKind, HandlerFunction } from '../handlers/context.js';
import type { Bridging } from './bridging.js';
import { hasTwinStatement } from './twin-statement.js';

/** Middleware of the instances that covers a chosen route, or any route once all are chosen, and has no twin yet. */
export function middlewareToTwin(
  bridge: Bridging,
  instances: ReadonlySet<ApiInstance>,
): MiddlewareSite[] {
  const covered = new Set([...bridge.chosen].flatMap(({ middleware }) => middleware));
  return bridge.app.middleware.filter((site) => {
    if (site.use.framework !== 'lambda-api' || !instances.has(site.use.instance)) return false;
    if (hasTwinStatement(bridge.app, site.use)) return false;
    return covered.has(site) || isComplete(bridge, site.use.instance);
  });
}

/** Whether no route of an instance is left on lambda-api after this. */
function isComplete(bridge: Bridging, instance: ApiInstance): boolean {
  return bridge.assessments.every(
    (entry) =>
      entry.site.use.instance !== instance ||
      entry.state === 'migrated' ||
      bridge.chosen.has(entry),
  );
}

/** Functions of the chosen routes, of middleware that gets a twin, and of `finally()`. */
export function functionsToConvert(
  bridge: Bridging,
  middleware: readonly MiddlewareSite[],
  instances: ReadonlySet<ApiInstance>,
): Set<HandlerFunction> {
  const wanted = new Set<HandlerFunction>();
  const add = (file: string, node: ts.Expression, kind: FunctionKind): void => {
    for (const fn of reachedFunctions(bridge.app, file, node, kind)) wanted.add(fn);
  };
  for (const { site } of bridge.chosen)
    site.functions.forEach((fn, index) => add(site.use.file, fn, kindAt(site, index)));
  for (const { use, functions } of middleware)
    for (const fn of functions) add(use.file, fn, middlewareKind(bridge.app.program, use.file, fn));
  for (const instance of instances)
    for (const use of finallyUses(bridge.app, instance))
      if (use.args[0] && !hasTwinStatement(bridge.app, use)) add(use.file, use.args[0], 'finally');
  return wanted;
}

/** Functions that what stays on lambda-api still calls in their old form. */
export function functionsStillNeeded(
  bridge: Bridging,
  instances: ReadonlySet<ApiInstance>,
): Set<HandlerFunction> {
  const needed = new Set<HandlerFunction>();
  const add = (file: string, node: ts.Expression, kind: FunctionKind): void => {
    for (const fn of reachedFunctions(bridge.app, file, node, kind)) needed.add(fn);
  };
  for (const entry of bridge.assessments)
    if (entry.state !== 'migrated' && !bridge.chosen.has(entry))
      entry.site.functions.forEach((fn, index) =>
        add(entry.site.use.file, fn, kindAt(entry.site, index)),
      );
  for (const { use, functions } of bridge.app.middleware)
    if (use.framework === 'lambda-api')
      for (const fn of functions)
        add(use.file, fn, middlewareKind(bridge.app.program, use.file, fn));
  for (const instance of instances)
    for (const use of finallyUses(bridge.app, instance))
      if (use.args[0]) add(use.file, use.args[0], 'finally');
  return needed;
}
