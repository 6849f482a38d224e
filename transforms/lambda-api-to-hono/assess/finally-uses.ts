import type { Application } from '../application.js';
import type { ApiInstance, ApiUse } from '../graph/model.js';

export function finallyUses(app: Application, instance: ApiInstance): ApiUse[] {
  return app.graph.uses.filter(
    (use) =>
      use.instance === instance && use.method === 'finally' && use.framework === 'lambda-api',
  );
}
