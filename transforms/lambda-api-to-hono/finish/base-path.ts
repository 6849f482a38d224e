import { unwrap } from '../../engine/syntax/evaluate.js';
import { quoteOf } from '../../engine/syntax/layout.js';
import { ts } from '../../engine/syntax/typescript.js';

/** lambda-api takes a missing base for an empty one, Hono does not. */
export function basePathText(text: string, base: ts.Expression): string {
  const node = unwrap(base);
  const empty = quoteOf(base.getSourceFile().text).repeat(2);
  if (isAlwaysText(node)) return text;
  const isSimple =
    ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isCallExpression(node);
  return `${isSimple ? text : `(${text})`} ?? ${empty}`;
}

function isAlwaysText(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (!ts.isBinaryExpression(node)) return false;
  const operator = node.operatorToken.kind;
  const isDefault =
    operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken;
  if (isDefault) return isAlwaysText(unwrap(node.right));
  return (
    operator === ts.SyntaxKind.PlusToken &&
    (isAlwaysText(unwrap(node.left)) || isAlwaysText(unwrap(node.right)))
  );
}
