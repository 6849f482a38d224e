import type { ts } from '../engine/syntax/typescript.js';
import type { Application } from './application.js';
import type { Assessment } from './assess.js';
import type { Bridging } from './bridge/bridging.js';
import {
  functionsStillNeeded,
  functionsToConvert,
  middlewareToTwin,
} from './bridge/choose-functions.js';
import { convertNamed } from './bridge/convert-named.js';
import { writeListings } from './bridge/listings.js';
import { moveRoute } from './bridge/move-route.js';
import { bridgeRuns, twinOptions } from './bridge/twin-instance.js';
import { twinFinally, twinMiddleware } from './bridge/twin-middleware.js';
import { isUsedElsewhere, namedFunction } from './bridge/used-elsewhere.js';
import { Changes } from './changes.js';
import type { HandlerFunction } from './handlers/context.js';

/**
 * First half of a migration: puts the Hono form of the chosen routes beside lambda-api.
 * lambda-api's table keeps every path, so the application answers as before at every step.
 */
export function bridgeRoutes(
  app: Application,
  assessments: readonly Assessment[],
  chosen: ReadonlySet<Assessment>,
): Changes {
  const changes = new Changes(app.program);
  bridgeAll({ app, changes, assessments, chosen, listings: [] });
  return changes;
}

function bridgeAll(bridge: Bridging): void {
  const instances = new Set([...bridge.chosen].map(({ site }) => site.use.instance));
  const middleware = middlewareToTwin(bridge, instances);
  const wanted = functionsToConvert(bridge, middleware, instances);
  const legacy = functionsStillNeeded(bridge, instances);
  const twins = functionsToTwin(bridge, wanted, legacy);
  bridge.app.registry.keepTwins(new Set([...twins].map((fn) => fn.node)));
  for (const fn of wanted) convertNamed(bridge, fn, twins.has(fn));
  writeListings(bridge);
  for (const { site } of bridge.chosen) moveRoute(bridge, site);
  for (const site of middleware) twinMiddleware(bridge, site);
  for (const instance of instances) {
    twinFinally(bridge, instance);
    twinOptions(bridge, instance);
    bridgeRuns(bridge, instance);
  }
}

/**
 * Functions that keep their old form. What such a form calls is called in its old form too, so
 * one function that stays may make others stay.
 */
function functionsToTwin(
  { app }: Bridging,
  wanted: ReadonlySet<HandlerFunction>,
  legacy: ReadonlySet<HandlerFunction>,
): Set<HandlerFunction> {
  let twins = new Set<HandlerFunction>();
  for (;;) {
    const rewritten = [...wanted].filter((fn) => !twins.has(fn));
    const calls = new Set<ts.Node>(
      rewritten.flatMap((fn) => app.registry.conversion(fn).calls.map(({ call }) => call)),
    );
    const next = new Set(
      [...wanted].filter((fn) => legacy.has(fn) || isUsedElsewhere(app, namedFunction(fn), calls)),
    );
    if (next.size === twins.size) return twins;
    twins = next;
  }
}
