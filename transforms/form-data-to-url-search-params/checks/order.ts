import { ts } from '../../engine/syntax/typescript.js';

/** Whether a place further down in a function can be reached after an earlier one has run. */
export function mayFollow(earlier: ts.Node, later: ts.Node): boolean {
  const above = new Set<ts.Node>();
  for (let at: ts.Node | undefined = later; at; at = at.parent) above.add(at);
  let branch = earlier;
  while (!above.has(branch.parent)) branch = branch.parent;
  const common = branch.parent;
  const isCondition = ts.isIfStatement(common) || ts.isConditionalExpression(common);
  // In an if statement only the condition comes before a branch.
  if (isCondition)
    return ts.isIfStatement(common) ? common.expression === branch : common.condition === branch;
  return !(ts.isStatement(branch) && leavesAfter(branch, earlier));
}

/** Whether a statement returns or throws in any case, once a place in it has run. */
function leavesAfter(statement: ts.Statement, place: ts.Node): boolean {
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) {
    const from = statement.statements.filter(({ end }) => end >= place.end);
    return from.some((one) => leavesAfter(one, place));
  }
  if (!ts.isIfStatement(statement)) return false;
  const { thenStatement, elseStatement } = statement;
  if (contains(thenStatement, place)) return leavesAfter(thenStatement, place);
  if (elseStatement && contains(elseStatement, place)) return leavesAfter(elseStatement, place);
  return (
    elseStatement !== undefined &&
    leavesAfter(thenStatement, place) &&
    leavesAfter(elseStatement, place)
  );
}

function contains(node: ts.Node, place: ts.Node): boolean {
  return node.pos <= place.pos && place.end <= node.end;
}
