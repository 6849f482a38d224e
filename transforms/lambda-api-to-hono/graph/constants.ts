import { ts } from '../../engine/syntax/typescript.js';
import { evaluate, unwrap } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';

/** Text of an expression made of literals and constants; undefined when it is not known before the code runs. */
export function constantText(
  program: SourceProgram,
  file: string,
  node: ts.Expression,
): string | undefined {
  const expression = unwrap(node);
  if (ts.isStringLiteralLike(expression) || ts.isNumericLiteral(expression)) return expression.text;
  if (ts.isTemplateExpression(expression)) return templateText(program, file, expression);
  if (ts.isBinaryExpression(expression)) return binaryText(program, file, expression);
  if (ts.isIdentifier(expression) || ts.isPropertyAccessExpression(expression)) {
    const value = evaluate(program, file, expression);
    if (value.kind === 'expression' && value.node !== expression)
      return constantText(program, value.file, value.node);
  }
  return undefined;
}

/** Whether an expression reads the environment, so that its value differs from one deployment to the next. */
export function readsEnvironment(node: ts.Expression): boolean {
  return node.getText().startsWith('process.env');
}

function templateText(
  program: SourceProgram,
  file: string,
  node: ts.TemplateExpression,
): string | undefined {
  let text = node.head.text;
  for (const span of node.templateSpans) {
    const part = constantText(program, file, span.expression);
    if (part === undefined) return undefined;
    text += part + span.literal.text;
  }
  return text;
}

function binaryText(
  program: SourceProgram,
  file: string,
  node: ts.BinaryExpression,
): string | undefined {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.PlusToken) {
    const left = constantText(program, file, node.left);
    const right = constantText(program, file, node.right);
    return left === undefined || right === undefined ? undefined : left + right;
  }
  const isDefault =
    operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken;
  if (isDefault && readsEnvironment(node.left)) return constantText(program, file, node.right);
  return undefined;
}

/** Path segments as lambda-api reads a definition: outer slashes, empty segments and spaces at the ends do not count. */
export function pathSegments(path: string): string[] {
  return path
    .trim()
    .split('/')
    .filter((segment) => segment.trim() !== '');
}
