import type { Application } from './application.js';
import { hasTwinStatement } from './bridge/twin-statement.js';
import type { Changes } from './changes.js';
import { createApp } from './finish/create.js';
import { takeOverErrors } from './finish/errors.js';
import { type Finishing, usesOf } from './finish/finishing.js';
import { innerFirst, unregister } from './finish/register.js';
import { renameHolders } from './finish/rename-holders.js';
import { dropWrappers, shortenHandler } from './finish/run.js';
import {
  dropStatement,
  listsRoutes,
  replaceNamespace,
  replaceRoutes,
} from './finish/statements.js';
import type { ApiInstance, ApiUse } from './graph/model.js';

/** Why an instance whose routes are all migrated cannot let go of lambda-api. */
export interface Obstacle {
  readonly use: ApiUse;
  readonly reason: string;
}

/** What keeps lambda-api in an application although every route is on Hono. */
export function obstaclesOf(app: Application, instance: ApiInstance): Obstacle[] {
  return app.graph.uses
    .filter((use) => use.instance === instance && use.framework === 'lambda-api')
    .filter((use) => {
      if (['register', 'app', 'bridge'].includes(use.method) || listsRoutes(use)) return false;
      return !hasTwinStatement(app, use);
    })
    .map((use) => ({ use, reason: use.method }));
}

/**
 * Second half of a migration, once every route of an instance is on Hono: the Hono app
 * takes the place of the lambda-api instance and the placeholders leave.
 */
export function finishInstance(app: Application, changes: Changes, instance: ApiInstance): void {
  finishAll({
    app,
    changes,
    instance,
    names: new Map(),
    trimmed: new Set(),
    inlineNames: new Map(),
  });
}

function finishAll(finish: Finishing): void {
  renameHolders(finish);
  dropWrappers(finish);
  takeOverErrors(finish);
  for (const use of usesOf(finish, 'lambda-api'))
    if (use.method === 'bridge') shortenHandler(finish, use);
  for (const use of usesOf(finish, 'lambda-api').toSorted(innerFirst)) {
    if (use.method === 'register') unregister(finish, use);
    else if (use.method === 'app') replaceNamespace(finish, use);
    else if (use.method === 'routes') replaceRoutes(finish, use);
    else if (use.method !== 'bridge') dropStatement(finish, use);
  }
  createApp(finish);
}
