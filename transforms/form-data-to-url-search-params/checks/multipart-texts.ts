import { ts } from '../../engine/syntax/typescript.js';
import { outermostFunction } from '../functions.js';
import { shortText, type Problem } from '../problem.js';
import type { FormSite } from '../sites/find-sites.js';

/** Places around a form at which the code itself says that it takes multipart bodies. */
export function multipartTexts({ file, call }: FormSite): Problem[] {
  const scope = outermostFunction(call);
  const found: Problem[] = [];
  const visit = (node: ts.Node): void => {
    if (isMultipartText(node) && !isRefused(node, call))
      found.push({
        code: 'form-multipart-expected',
        file,
        node: call,
        details: { place: `\`${shortText(node)}\` in the same function` },
      });
    ts.forEachChild(node, visit);
  };
  if (scope) visit(scope);
  return found.slice(0, 1);
}

function isMultipartText(node: ts.Node): boolean {
  return (
    (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node)) &&
    /multipart/i.test(node.text)
  );
}

/** `if (type.startsWith('multipart/')) return c.text('No files', 415)` ahead of the form. */
function isRefused(node: ts.Node, call: ts.Node): boolean {
  for (let at = node; at.parent; at = at.parent) {
    const { parent } = at;
    if (ts.isPrefixUnaryExpression(parent)) return false;
    if (ts.isBinaryExpression(parent) && !ACCEPTED_OPERATORS.has(parent.operatorToken.kind))
      return false;
    if (ts.isIfStatement(parent))
      return parent.expression === at && parent.end <= call.pos && leaves(parent.thenStatement);
    if (ts.isStatement(parent)) return false;
  }
  return false;
}

/** With these a condition that holds for multipart alone stays one that multipart does not pass. */
const ACCEPTED_OPERATORS = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
]);

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last));
}
