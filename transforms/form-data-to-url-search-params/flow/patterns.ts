import { propertyText } from '../../engine/syntax/evaluate.js';
import { hasModifier } from '../../engine/syntax/modifiers.js';
import { isTypeScript } from '../../engine/syntax/parse.js';
import { ts } from '../../engine/syntax/typescript.js';
import { fileOf } from '../functions.js';
import { shortText } from '../problem.js';
import { elementOf, plain, type Carried } from './carried.js';
import { isFileMember } from './file-members.js';
import type { FormFlow } from './form-flow.js';
import { seeType } from './types.js';

/** Follows what is bound to a name, or to the names of a destructuring. */
export function followPattern(flow: FormFlow, name: ts.BindingName, carried: Carried): void {
  if (ts.isIdentifier(name)) {
    const holder = name.parent;
    if (ts.isVariableDeclaration(holder) && holder.type) seeType(flow, holder.type, carried);
    return flow.followName(name, carried);
  }
  if (carried.promised) return flow.reportLost(name, carried);
  if (ts.isObjectBindingPattern(name)) followProperties(flow, name, carried);
  else followPositions(flow, name, carried);
}

function followProperties(
  flow: FormFlow,
  pattern: ts.ObjectBindingPattern,
  carried: Carried,
): void {
  if (carried.kind === 'form')
    return flow.report('form-member', pattern, { name: shortText(pattern) });
  for (const element of pattern.elements) {
    const key = propertyText(element.propertyName ?? element.name);
    const isOther = carried.key !== undefined && key !== carried.key && !element.dotDotDotToken;
    if (carried.kind === 'record' && !isOther)
      followPattern(flow, element.name, element.dotDotDotToken ? carried : plain('value'));
    else if (carried.kind === 'value' && key !== undefined && isFileMember(key))
      flow.report('form-file-read', element, { name: shortText(pattern) });
  }
}

function followPositions(flow: FormFlow, pattern: ts.ArrayBindingPattern, carried: Carried): void {
  const each = elementOf(carried.kind);
  for (const [index, element] of pattern.elements.entries()) {
    if (!ts.isBindingElement(element)) continue;
    if (carried.kind === 'pair') {
      if (index === 1) followPattern(flow, element.name, plain('value'));
    } else if (each) {
      const rest = carried.kind === 'values' ? 'values' : 'pairs';
      followPattern(flow, element.name, plain(element.dotDotDotToken ? rest : each));
    }
  }
}

/** `for (const [name, value] of form)`. */
export function followElements(flow: FormFlow, loop: ts.ForOfStatement, carried: Carried): void {
  const each = carried.promised ? undefined : elementOf(carried.kind);
  const list = loop.initializer;
  if (each && ts.isVariableDeclarationList(list))
    for (const { name } of list.declarations) followPattern(flow, name, plain(each));
  else flow.reportLost(loop.expression, carried);
}

/** A variable that holds the form must not hold another kind of object besides, where types are checked. */
export function seeOtherValues(flow: FormFlow, name: ts.Identifier): void {
  const declaration = name.parent;
  if (!ts.isVariableDeclaration(declaration)) return;
  const statement = declaration.parent.parent;
  if (ts.isVariableStatement(statement) && hasModifier(statement, ts.SyntaxKind.ExportKeyword))
    flow.report('form-passed-on', name, { target: `export ${name.text}` });
  if (!isTypeScript(fileOf(name))) return;
  const assigned = flow.program
    .bindings(fileOf(name))
    .references(name)
    .flatMap(({ parent }) =>
      ts.isBinaryExpression(parent) && parent.left.getText() === name.text ? [parent] : [],
    )
    .filter(({ operatorToken }) => operatorToken.kind === ts.SyntaxKind.EqualsToken)
    .map(({ right }) => right);
  const values = declaration.initializer ? [declaration.initializer, ...assigned] : assigned;
  for (const value of values)
    if (/^new FormData\b/.test(value.getText()))
      flow.report('form-type', value, { name: 'FormData' });
}
