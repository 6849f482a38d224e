import { hasModifier } from '../../engine/syntax/modifiers.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { ApiUse } from '../graph/model.js';
import type { RouteSite } from '../graph/routes.js';
import type { Problem } from '../handlers/context.js';

/** What stands in the way of one registration, whatever its functions do. */
export function siteProblems(site: RouteSite): Problem[] {
  const problems: Problem[] = [];
  const { use } = site;
  if (site.segments === undefined) {
    const path = use.args[0] ?? use.call;
    problems.push({
      code: 'path-unresolved',
      file: use.file,
      node: path,
      details: { name: path.getText() },
    });
  }
  if (site.methods.length === 0)
    problems.push({ code: 'dynamic-registration', file: use.file, node: use.call });
  const wildcard = site.segments?.indexOf('*') ?? -1;
  const isMiddle = wildcard >= 0 && wildcard < (site.segments?.length ?? 0) - 1;
  if (isMiddle || site.functions.length === 0)
    problems.push({
      code: 'registration-refused',
      file: use.file,
      node: use.call,
      details: { reason: isMiddle ? 'a wildcard ahead of the end of a path' : 'no handler' },
    });
  if (isAfterAwait(use)) problems.push({ code: 'register-async', file: use.file, node: use.call });
  if (!isStatement(use))
    problems.push({ code: 'registration-in-expression', file: use.file, node: use.call });
  return problems;
}

/** Whether a registration runs only after an `await` of the function that was given the API. */
function isAfterAwait(use: ApiUse): boolean {
  const fn = ts.findAncestor(use.call, ts.isFunctionLike);
  const isAsync = fn && hasModifier(fn, ts.SyntaxKind.AsyncKeyword);
  if (!fn || !isAsync || use.receiver.getText() !== fn.parameters[0]?.name.getText()) return false;
  let found = false;
  const visit = (node: ts.Node): void => {
    if (node.pos >= use.call.pos || (node !== fn && ts.isFunctionLike(node))) return;
    if (ts.isAwaitExpression(node)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(fn);
  return found;
}

/** Whether a call is a statement of its own in a list of statements, so that a second one can stand beside it. */
export function isStatement(use: ApiUse): boolean {
  const statement = use.call.parent;
  if (!ts.isExpressionStatement(statement)) return false;
  const list = statement.parent;
  return (
    ts.isSourceFile(list) ||
    ts.isBlock(list) ||
    ts.isModuleBlock(list) ||
    ts.isCaseOrDefaultClause(list)
  );
}
