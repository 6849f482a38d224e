import { evaluate, unwrap } from '../../engine/syntax/evaluate.js';
import type { SourceProgram } from '../../engine/syntax/program.js';
import { ts } from '../../engine/syntax/typescript.js';
import { fileOf } from '../functions.js';

/** Calls that give a text or a number whatever they are given. */
const TEXT_CALLS = new Set([
  'String',
  'Number',
  'parseInt',
  'JSON.stringify',
  'crypto.randomUUID',
  'randomUUID',
  'Date.now',
  'encodeURIComponent',
]);
const TEXT_METHODS = new Set([
  'toString',
  'toISOString',
  'toUpperCase',
  'toLowerCase',
  'toFixed',
  'trim',
  'join',
  'slice',
  'replace',
  'replaceAll',
  'padStart',
]);

/** Whether a value is certainly no file: FormData keeps files and turns everything else into text, as URLSearchParams does. */
export function isCertainlyText(program: SourceProgram, expression: ts.Expression): boolean {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true;
  if (ts.isNumericLiteral(node) || isKeyword(node)) return true;
  if (ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node)) return true;
  if (ts.isConditionalExpression(node))
    return isCertainlyText(program, node.whenTrue) && isCertainlyText(program, node.whenFalse);
  if (ts.isBinaryExpression(node)) return isTextOperation(program, node);
  if (ts.isCallExpression(node)) return isTextCall(node);
  if (ts.isIdentifier(node)) return isTextName(program, node);
  return false;
}

function isKeyword(node: ts.Expression): boolean {
  return (
    node.kind === ts.SyntaxKind.TrueKeyword ||
    node.kind === ts.SyntaxKind.FalseKeyword ||
    node.kind === ts.SyntaxKind.NullKeyword
  );
}

function isTextOperation(program: SourceProgram, node: ts.BinaryExpression): boolean {
  const operator = node.operatorToken.kind;
  if (operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken)
    return isCertainlyText(program, node.left) && isCertainlyText(program, node.right);
  return operator >= ts.SyntaxKind.PlusToken && operator <= ts.SyntaxKind.PercentToken;
}

/** Calls by name, parts of Hono's request, and methods that only texts, numbers and dates have. */
function isTextCall(node: ts.CallExpression): boolean {
  const name = node.expression.getText();
  if (TEXT_CALLS.has(name)) return true;
  if (/\.req\.(?:param|query|header)$/.test(name)) return node.arguments.length === 1;
  return (
    ts.isPropertyAccessExpression(node.expression) && TEXT_METHODS.has(node.expression.name.text)
  );
}

function isTextName(program: SourceProgram, node: ts.Identifier): boolean {
  const declaration = program.bindings(fileOf(node)).resolve(node);
  const parent = declaration?.parent;
  if (!parent) return node.text === 'undefined';
  if (ts.isParameter(parent) || ts.isVariableDeclaration(parent))
    if (parent.type && /^(?:string|number|boolean)$/.test(parent.type.getText())) return true;
  const value = evaluate(program, fileOf(node), node);
  if (value.kind === 'call') return isTextCall(value.node);
  return value.kind === 'expression' && value.node !== node && isCertainlyText(program, value.node);
}
