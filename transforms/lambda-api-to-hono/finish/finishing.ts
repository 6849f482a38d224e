import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import type { Changes } from '../changes.js';
import type { ApiInstance, ApiUse } from '../graph/model.js';

/** One instance whose last lambda-api parts are replaced. */
export interface Finishing {
  readonly app: Application;
  readonly changes: Changes;
  readonly instance: ApiInstance;
  /** New names of the variables and parameters that held the API. */
  readonly names: Map<ts.Identifier, string>;
  /** Registered functions that have lost their second parameter. */
  readonly trimmed: Set<ts.Node>;
  /** Names given to the apps of inline registers, by file. */
  readonly inlineNames: Map<string, Set<string>>;
}

/** Calls on the instance, on its lambda-api or on its Hono side. */
export function usesOf(finish: Finishing, framework: 'lambda-api' | 'hono'): ApiUse[] {
  return finish.app.graph.uses.filter(
    (use) => use.instance === finish.instance && use.framework === framework,
  );
}
