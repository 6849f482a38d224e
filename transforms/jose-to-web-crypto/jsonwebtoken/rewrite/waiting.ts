import type { EditSet } from '../../../engine/syntax/edits.js';
import type { FunctionNode } from '../../../engine/syntax/evaluate.js';
import type { ThrowExpectation } from '../awaiting/callbacks.js';
import { ts } from '../../../engine/syntax/typescript.js';

/** Puts `await` before a call. */
export function awaitCall(call: ts.CallExpression, edits: EditSet): void {
  const start = call.getStart();
  if (!needsParentheses(call)) {
    edits.insertFirst(start, 'await ');
    return;
  }
  const statement = statementBegunBy(call);
  const isOpen = statement !== undefined && !/[;{}]\s*$/.test(textBefore(statement));
  edits.insertFirst(start, `${isOpen ? ';' : ''}(await `);
  edits.insert(call.end, ')');
}

/** Where `await` alone would mean something else, or is hard to read. */
function needsParentheses(call: ts.CallExpression): boolean {
  const { parent } = call;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent))
    return parent.expression === call;
  if (ts.isCallExpression(parent) || ts.isTaggedTemplateExpression(parent))
    return !ts.isCallExpression(parent) || parent.expression === call;
  if (ts.isConditionalExpression(parent)) return parent.condition === call;
  if (ts.isBinaryExpression(parent)) return !isPlainRight(parent, call);
  return (
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent)
  );
}

/** The right side of an assignment, or of a comma. */
function isPlainRight({ operatorToken, right }: ts.BinaryExpression, call: ts.Node): boolean {
  const { kind } = operatorToken;
  const isAssignment =
    kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  return right === call && (isAssignment || kind === ts.SyntaxKind.CommaToken);
}

/** A statement of a file without semicolons would go on with what begins with a parenthesis. */
function statementBegunBy(call: ts.CallExpression): ts.Statement | undefined {
  const start = call.getStart();
  for (let at: ts.Node = call.parent; at.getStart() === start; at = at.parent)
    if (ts.isExpressionStatement(at)) return at;
  return undefined;
}

function textBefore(node: ts.Node): string {
  return node.getSourceFile().text.slice(0, node.getStart());
}

/** `expect(() => f()).toThrow()` as `expect(f()).rejects.toThrow()`, which is waited for like a call. */
export function expectRejection({ fn, expectation }: ThrowExpectation, edits: EditSet): void {
  edits.remove(fn.getStart(), fn.body.getStart());
  edits.insert(expectation.end, '.rejects');
}

/** Makes a function async, and its type one of a promise. */
export function makeAsync(fn: FunctionNode, edits: EditSet): void {
  const { text } = fn.getSourceFile();
  const after = fn.modifiers?.at(-1)?.end ?? fn.getStart();
  const isBare = ts.isArrowFunction(fn) || ts.isMethodDeclaration(fn);
  const start = isBare ? fn.getStart() : text.indexOf('function', after);
  edits.insertFirst(start, 'async ');
  documentPromise(fn, edits);
  if (!fn.type) return;
  edits.insert(fn.type.getStart(), 'Promise<');
  edits.insert(fn.type.end, '>');
}

const RETURNS = /@returns?[ \t]+\{(?!Promise\b)([^{}\n]+)\}/g;

/** `@returns {User}` in the comment before a function says what it gives as well. */
function documentPromise(fn: FunctionNode, edits: EditSet): void {
  let holder: ts.Node = fn;
  while (!ts.isStatement(holder) && !ts.isObjectLiteralElementLike(holder)) holder = holder.parent;
  const start = holder.getFullStart();
  const before = holder.getSourceFile().text.slice(start, holder.getStart());
  const comment = before.lastIndexOf('/**');
  if (comment < 0) return;
  for (const match of before.slice(comment).matchAll(RETURNS)) {
    const end = start + comment + match.index + match[0].length - 1;
    const type = match[1] ?? '';
    edits.replace(end - type.length, end, `Promise<${type}>`);
  }
}
