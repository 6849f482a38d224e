import { propertyText, unwrap } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import type { FormSite } from '../sites/find-sites.js';

const URLENCODED = 'application/x-www-form-urlencoded';

/**
 * Whether the body is known to be urlencoded where the form is read, because the code has
 * said or checked so: then the check that `formData()` makes has nothing left to do.
 */
export function isKnownUrlencoded({ call, receiver }: FormSite): boolean {
  return saysSo(unwrap(receiver)) || isChecked(call);
}

/** `new Response(body, { headers: { 'content-type': 'application/x-www-form-urlencoded' } })`. */
function saysSo(node: ts.Expression): boolean {
  if (!ts.isNewExpression(node)) return false;
  const [, init] = node.arguments ?? [];
  const headers = init && propertyOf(init, 'headers');
  const type = headers && propertyOf(headers, 'content-type');
  return type !== undefined && ts.isStringLiteralLike(type) && type.text === URLENCODED;
}

function propertyOf(node: ts.Expression, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(node)) return undefined;
  const property = node.properties.find(
    (one) => one.name && propertyText(one.name)?.toLowerCase() === name,
  );
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** Inside of `if (type === '...')`, or after `if (type !== '...') return`, with no function in between. */
function isChecked(call: ts.Node): boolean {
  for (let at: ts.Node = call; at.parent && !ts.isFunctionLike(at); at = at.parent) {
    const { parent } = at;
    if (ts.isIfStatement(parent) && parent.thenStatement === at && isCheck(parent.expression, true))
      return true;
    if (!ts.isBlock(parent)) continue;
    const before = parent.statements.filter((statement) => statement.end <= at.pos);
    if (before.some((one) => ts.isIfStatement(one) && refusesOthers(one))) return true;
  }
  return false;
}

function refusesOthers(statement: ts.IfStatement): boolean {
  const { thenStatement, elseStatement, expression } = statement;
  const last = ts.isBlock(thenStatement) ? thenStatement.statements.at(-1) : thenStatement;
  const leaves = last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
  return leaves && !elseStatement && isCheck(expression, false);
}

/** Whether a condition is true, or false, for exactly the urlencoded type. */
function isCheck(expression: ts.Expression, isTrue: boolean): boolean {
  const node = unwrap(expression);
  if (!ts.isBinaryExpression(node)) return false;
  const wanted = isTrue
    ? ts.SyntaxKind.EqualsEqualsEqualsToken
    : ts.SyntaxKind.ExclamationEqualsEqualsToken;
  if (node.operatorToken.kind !== wanted) return false;
  const sides = [unwrap(node.left), unwrap(node.right)];
  const isHeader = sides.some((side) => /header.*content-type/is.test(side.getText()));
  return isHeader && sides.some((side) => ts.isStringLiteralLike(side) && side.text === URLENCODED);
}
