import type { ts } from '../engine/syntax/typescript.js';
import type { PackageView } from '../engine/transform.js';
import { type Application, readApplication } from './application.js';
import { middlewareKind } from './factories.js';
import { type Assessment, assessRoutes } from './assess.js';
import { Changes } from './changes.js';
import { collapseTwins } from './collapse.js';
import type { CompatPlaces } from './compat-file/places.js';
import { finishInstance, obstaclesOf } from './finish.js';
import type { FunctionKind } from './handlers/context.js';
import { finallyUses, kindAt, reachedFunctions } from './registered-functions.js';

/** Removes what the migrated routes no longer need, and lambda-api itself after the last of them. */
export function settle(pkg: PackageView, places: CompatPlaces): Map<string, string> {
  const app = readApplication(pkg);
  if (!app) return new Map();
  const changes = new Changes(app.program);
  const assessments = assessRoutes(app);
  const finished = app.graph.instances.filter(
    (instance) =>
      instance.framework === 'lambda-api' &&
      assessments.some(({ site }) => site.use.instance === instance) &&
      assessments.every(
        ({ site, state }) => site.use.instance !== instance || state === 'migrated',
      ) &&
      !app.graph.escapes.some((escape) => escape.instance === instance) &&
      obstaclesOf(app, instance).length === 0,
  );
  const isFinished = new Set<unknown>(finished);
  const leaving = new Set<ts.Node>(
    app.graph.uses
      .filter((use) => use.framework === 'lambda-api' && isFinished.has(use.instance))
      .filter((use) => use.method === 'use' || use.method === 'finally')
      .map((use) => use.call),
  );
  collapseTwins(app, changes, neededFunctions(app, assessments, isFinished), leaving);
  for (const instance of finished) finishInstance(app, changes, instance);
  return changes.apply(places);
}

/** Functions that what is left on lambda-api calls in their old form. */
function neededFunctions(
  app: Application,
  assessments: readonly Assessment[],
  finished: ReadonlySet<unknown>,
): Set<ts.Node> {
  const needed = new Set<ts.Node>();
  const add = (file: string, node: ts.Expression, kind: FunctionKind): void => {
    for (const fn of reachedFunctions(app, file, node, kind)) needed.add(fn.node);
  };
  for (const { site, state } of assessments)
    if (state !== 'migrated')
      site.functions.forEach((fn, index) => add(site.use.file, fn, kindAt(site, index)));
  for (const { use, functions } of app.middleware)
    if (use.framework === 'lambda-api' && !finished.has(use.instance))
      for (const fn of functions) add(use.file, fn, middlewareKind(app.program, use.file, fn));
  for (const instance of app.graph.instances)
    if (!finished.has(instance))
      for (const use of finallyUses(app, instance))
        if (use.args[0]) add(use.file, use.args[0], 'finally');
  return needed;
}
