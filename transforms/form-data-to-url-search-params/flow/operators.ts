import { propertyText } from '../../engine/syntax/evaluate.js';
import { ts } from '../../engine/syntax/typescript.js';
import { fileOf } from '../functions.js';
import { shortText } from '../problem.js';
import { plain, type Carried } from './carried.js';
import { isFileMember } from './file-members.js';
import type { FormFlow } from './form-flow.js';
import { followPattern } from './patterns.js';

/** Follows an expression through operators, literals and statements around it. */
export function followOperator(flow: FormFlow, node: ts.Expression, carried: Carried): void {
  const parent = node.parent;
  if (ts.isBinaryExpression(parent)) followBinary(flow, node, parent, carried);
  else if (ts.isConditionalExpression(parent)) {
    if (parent.condition !== node) flow.follow(parent, carried);
  } else if (ts.isSpreadElement(parent)) followSpread(flow, parent, carried);
  else if (ts.isSpreadAssignment(parent)) {
    // Neither kind of form has properties of its own, so that the spread of one gives nothing.
    if (carried.kind === 'record') flow.follow(parent.parent, carried);
  } else if (ts.isArrayLiteralExpression(parent)) followPromises(flow, node, parent, carried);
  else if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    const key = propertyText(parent.name);
    if (carried.kind === 'value') flow.follow(parent.parent, { ...plain('record'), key });
    else flow.reportLost(parent.parent, carried);
  } else if (!isHarmless(parent)) flow.reportLost(parent, carried);
}

function followBinary(
  flow: FormFlow,
  node: ts.Expression,
  parent: ts.BinaryExpression,
  carried: Carried,
): void {
  const operator = parent.operatorToken.kind;
  const isRight = parent.right === node;
  if (operator === ts.SyntaxKind.InstanceOfKeyword) seeInstanceOf(flow, parent, carried);
  else if (operator === ts.SyntaxKind.InKeyword) seeIn(flow, parent, carried);
  else if (ASSIGNMENTS.has(operator)) {
    if (!isRight) return;
    followAssignment(flow, parent, carried);
    flow.follow(parent, carried);
  } else if (CHOICES.has(operator)) flow.follow(parent, carried);
  else if (
    operator === ts.SyntaxKind.AmpersandAmpersandToken ||
    operator === ts.SyntaxKind.CommaToken
  ) {
    if (isRight) flow.follow(parent, carried);
  } else if (!COMPARISONS.has(operator)) flow.reportLost(parent, carried);
}

const ASSIGNMENTS = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
]);
const CHOICES = new Set([ts.SyntaxKind.QuestionQuestionToken, ts.SyntaxKind.BarBarToken]);
const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

function followAssignment(flow: FormFlow, node: ts.BinaryExpression, carried: Carried): void {
  const target = node.left;
  if (ts.isIdentifier(target)) {
    const declaration = flow.program.bindings(fileOf(target)).resolve(target);
    if (declaration) followPattern(flow, declaration, carried);
    else flow.reportLost(node, carried);
  } else if (carried.kind === 'value' && isNamedAccess(target)) {
    // `fields[name] = value` collects the values in an object.
    const holder = flow.program.bindings(fileOf(target)).resolve(target.expression);
    const key = ts.isPropertyAccessExpression(target) ? target.name.text : undefined;
    if (holder) followPattern(flow, holder, { ...plain('record'), key });
  } else flow.reportLost(node, carried, shortText(target));
}

function isNamedAccess(node: ts.Expression): node is (
  ts.PropertyAccessExpression | ts.ElementAccessExpression
) & {
  expression: ts.Identifier;
} {
  return (
    (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
    ts.isIdentifier(node.expression)
  );
}

function seeInstanceOf(flow: FormFlow, node: ts.BinaryExpression, carried: Carried): void {
  if (carried.kind === 'form') flow.report('form-member', node, { name: shortText(node) });
  if (carried.kind === 'value' && /^(?:globalThis\.)?(?:File|Blob)$/.test(node.right.getText()))
    flow.report('form-file-read', node, { name: shortText(node) });
}

/** `'arrayBuffer' in value` tells a file from a text. */
function seeIn(flow: FormFlow, node: ts.BinaryExpression, carried: Carried): void {
  const { left } = node;
  if (carried.kind === 'form') flow.report('form-member', node, { name: shortText(node) });
  if (carried.kind === 'value' && ts.isStringLiteralLike(left) && isFileMember(left.text))
    flow.report('form-file-read', node, { name: shortText(node) });
}

/** `[...form]`, `{ ...fields }`, and arguments that are spread. */
function followSpread(flow: FormFlow, parent: ts.SpreadElement, carried: Carried): void {
  const holder = parent.parent;
  if (!ts.isArrayLiteralExpression(holder)) return flow.reportLost(parent, carried);
  const isList = carried.kind === 'values' || carried.kind === 'pairs';
  if (isList) flow.follow(holder, carried);
  else if (carried.kind === 'form' || carried.kind === 'map') flow.follow(holder, plain('pairs'));
}

/** `const [form, user] = await Promise.all([c.req.formData(), load()])`. */
function followPromises(
  flow: FormFlow,
  node: ts.Expression,
  list: ts.ArrayLiteralExpression,
  carried: Carried,
): void {
  const call = list.parent;
  const awaited = call.parent;
  const declaration = awaited.parent;
  const isAll =
    carried.promised &&
    ts.isCallExpression(call) &&
    call.expression.getText() === 'Promise.all' &&
    ts.isAwaitExpression(awaited) &&
    ts.isVariableDeclaration(declaration) &&
    ts.isArrayBindingPattern(declaration.name) &&
    !declaration.type;
  if (!isAll) return flow.reportLost(list, carried);
  const pattern: ts.ArrayBindingPattern = declaration.name;
  const index = list.elements.indexOf(node);
  const before = [...list.elements.slice(0, index), ...pattern.elements.slice(0, index + 1)];
  if (
    before.some(
      (one) => ts.isSpreadElement(one) || (ts.isBindingElement(one) && one.dotDotDotToken),
    )
  )
    return flow.reportLost(list, carried);
  const element = pattern.elements[index];
  if (element && ts.isBindingElement(element))
    followPattern(flow, element.name, { ...carried, promised: false });
}

/** Statements and operators that only ask whether there is a form, or drop it. */
function isHarmless(parent: ts.Node): boolean {
  return (
    ts.isExpressionStatement(parent) ||
    ts.isVoidExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent) ||
    (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken)
  );
}
