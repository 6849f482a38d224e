import { createOptions } from '../application.js';
import type { ApiUse } from '../graph/model.js';
import { type Finishing, usesOf } from './finishing.js';

/** The only error middleware of an application is what a Hono user gives to `onError`. */
export function takeOverErrors(finish: Finishing): void {
  const use = soleErrorMiddleware(finish);
  if (!use) return;
  const edits = finish.changes.editsOf(use.file);
  const [first, fn] = use.call.arguments;
  if (!first || !fn) return;
  const receiver = edits.textOf(first.getStart(), first.end);
  edits.replace(
    use.call.getStart(),
    fn.getStart(),
    `${receiver}.onError(${finish.changes.compat(use.file, 'errorHandler')}(`,
  );
  edits.insert(use.call.end, ')');
}

/** The error middleware of an instance, when there is one only and it covers the whole API. */
export function soleErrorMiddleware(finish: Finishing): ApiUse | undefined {
  const all = usesOf(finish, 'hono').filter((use) => use.method === 'errorMiddleware');
  const [only, second] = all;
  if (!only || second || only.mounts.length !== 1) return undefined;
  if (createOptions(finish.app, finish.instance)?.has('errorHeaderWhitelist')) return undefined;
  return only.mounts[0]?.join('/') === finish.instance.base.join('/') ? only : undefined;
}
