import { ts } from '../../engine/syntax/typescript.js';
import type { Application } from '../application.js';
import type { ApiUse } from '../graph/model.js';

/** Whether the statement behind a registration is its Hono form. */
export function hasTwinStatement(app: Application, use: ApiUse): boolean {
  const next = statementBehind(use.call.parent);
  if (!next) return false;
  return app.graph.uses.some(
    (other) =>
      other.framework === 'hono' && other.instance === use.instance && isIn(other.call, next),
  );
}

/** A registration is a statement of its own, or the one statement of a loop over its paths. */
function isIn(call: ts.CallExpression, statement: ts.Statement): boolean {
  if (call.parent === statement) return true;
  return ts.isForOfStatement(statement) && call.parent === statement.statement;
}

/** The next statement of the same block or file. */
export function statementBehind(statement: ts.Node): ts.Statement | undefined {
  const list = statement.parent;
  if (!ts.isBlock(list) && !ts.isSourceFile(list)) return undefined;
  return list.statements[list.statements.indexOf(statement as ts.Statement) + 1];
}
