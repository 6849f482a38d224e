import { ts } from '../../engine/syntax/typescript.js';
import { statementBehind } from '../bridge/twin-statement.js';
import type { ApiUse } from '../graph/model.js';
import type { Finishing } from './finishing.js';

/** A placeholder or a middleware registration whose Hono form stands right behind it. */
export function dropStatement(finish: Finishing, use: ApiUse): void {
  const statement = use.call.parent;
  const next = statementBehind(statement);
  if (next) finish.changes.editsOf(use.file).remove(statement.getStart(), next.getStart());
}

/** `api.app(...)` becomes `useNamespace(app, ...)`. */
export function replaceNamespace(finish: Finishing, use: ApiUse): void {
  const edits = finish.changes.editsOf(use.file);
  const receiver = edits.textOf(use.receiver.getStart(), use.receiver.end);
  const first = use.args[0];
  const args = first ? `, ${edits.textOf(first.getStart(), use.call.end - 1)}` : '';
  edits.replace(
    use.call.getStart(),
    use.call.end,
    `${finish.changes.compat(use.file, 'useNamespace')}(${receiver}${args})`,
  );
}

/** Whether a use is `api.routes()`, or `api.routes(true)`, which prints. */
export function listsRoutes({ method, args: [format] }: ApiUse): boolean {
  return method === 'routes' && (!format || format.kind === ts.SyntaxKind.TrueKeyword);
}

/** `api.routes()` becomes `listRoutes(app)`. */
export function replaceRoutes(finish: Finishing, use: ApiUse): void {
  const edits = finish.changes.editsOf(use.file);
  const receiver = edits.textOf(use.receiver.getStart(), use.receiver.end);
  const helper = use.args.length > 0 ? 'printRoutes' : 'listRoutes';
  const call = `${finish.changes.compat(use.file, helper)}(${receiver})`;
  edits.replace(use.call.getStart(), use.call.end, call);
}
