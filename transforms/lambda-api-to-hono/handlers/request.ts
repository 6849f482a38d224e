import { ts } from '../../engine/syntax/typescript.js';
import { isAssignmentTarget, propertyText } from '../../engine/syntax/evaluate.js';
import { indentAt, lineEnding } from '../../engine/syntax/layout.js';
import { REQUEST_PROPERTIES, REQUEST_UNSUPPORTED, type RequestProperty } from './request-map.js';
import { inContext, outermost, problem, quoted, textOf, useCompat, type State } from './state.js';
import { passArgument } from './passing.js';

const OBJECT_METHODS = new Set(['hasOwnProperty', 'toString', 'valueOf', 'propertyIsEnumerable']);
const REQ = 'req';

/** Rewrites one use of `req`. */
export function rewriteRequest(state: State, reference: ts.Identifier): void {
  const node = outermost(reference);
  const parent = node.parent;
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node)
    rewriteProperty(state, parent, parent.name.text);
  else if (ts.isElementAccessExpression(parent) && parent.expression === node) {
    const key = parent.argumentExpression;
    if (ts.isStringLiteralLike(key)) rewriteProperty(state, parent, key.text);
    else problem(state, 'request-property-computed', parent, { name: reference.text });
  } else if (ts.isVariableDeclaration(parent) && parent.initializer === node)
    rewriteDestructuring(state, parent, reference);
  else if (
    (ts.isCallExpression(parent) && parent.expression !== node) ||
    ts.isNewExpression(parent)
  )
    passArgument(state, parent, reference, 'req');
  else
    problem(state, 'request-escapes', reference, {
      name: reference.text,
      target: shortText(parent),
    });
}

function rewriteProperty(
  state: State,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
): void {
  const outer = outermost(access);
  if (isAssignmentTarget(outer) || ts.isDeleteExpression(outer.parent))
    return rewriteWrite(state, outer, name);
  if (isPatternTarget(outer))
    return problem(state, 'request-property-written', access, { name: `${REQ}.${name}` });
  const property = REQUEST_PROPERTIES.get(name);
  if (property && !state.facts.overwritten.has(name))
    return readProperty(state, access, name, property);
  if (!property && (REQUEST_UNSUPPORTED.has(name) || name.startsWith('_')))
    return problem(state, 'request-property-unsupported', access, { name: `${REQ}.${name}` });
  const own = inContext(state, `c.get(${quoted(state, name)})`);
  if (!property) return replace(state, access, own);
  replace(state, access, `(${own} ?? ${wholeRead(state, property)})`);
}

function readProperty(
  state: State,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  property: RequestProperty,
): void {
  const member = outermost(access).parent;
  const isMember =
    (ts.isPropertyAccessExpression(member) || ts.isElementAccessExpression(member)) &&
    outermost(access) === member.expression;
  if (!isMember || !property.member) {
    if (isObjectAssignTarget(access))
      return problem(state, 'request-property-written', access, { name: `${REQ}.${name}` });
    const whole = wholeRead(state, property);
    return replace(state, access, isText(access) && name === 'query' ? `{ ...${whole} }` : whole);
  }
  if (isAssignmentTarget(outermost(member)) || ts.isDeleteExpression(outermost(member).parent))
    return problem(state, 'request-property-written', member, { name: member.getText() });
  const key = ts.isPropertyAccessExpression(member)
    ? quoted(state, member.name.text)
    : textOf(state, member.argumentExpression);
  const keyText = ts.isPropertyAccessExpression(member)
    ? member.name.text
    : ts.isStringLiteralLike(member.argumentExpression)
      ? member.argumentExpression.text
      : undefined;
  const isMethod =
    ts.isCallExpression(member.parent) &&
    member.parent.expression === member &&
    OBJECT_METHODS.has(keyText ?? '');
  const isCaseSensitive =
    property.lowerCaseOnly === true && (keyText === undefined || keyText !== keyText.toLowerCase());
  if (isMethod && keyText === 'hasOwnProperty') return ownPropertyTest(state, member, property);
  if (isMethod) return replace(state, access, `({ ...${wholeRead(state, property)} })`);
  if (isCaseSensitive) return replace(state, access, wholeRead(state, property));
  const text = inContext(state, memberRead(property.member, key, keyText));
  if (keyText !== undefined && name !== 'pathParameters' && name !== 'stageVariables')
    state.reads.push({ node: member, key: keyText, text });
  replace(state, member, text);
}

/** Hono's object of query values has no prototype, so it has no `hasOwnProperty` either. */
function ownPropertyTest(state: State, member: ts.Expression, property: RequestProperty): void {
  const call = member.parent;
  if (!ts.isCallExpression(call)) return;
  const [key] = call.arguments;
  const keyText = key ? textOf(state, key) : 'undefined';
  replace(state, call, `Object.hasOwn(${wholeRead(state, property)}, ${keyText})`);
}

function memberRead(template: string, key: string, keyText: string | undefined): string {
  const isName = keyText !== undefined && /^[A-Za-z_$][\w$]*$/.test(keyText);
  if (isName && template.endsWith('?.[KEY]')) return template.replace('[KEY]', keyText);
  return template.replace('KEY', () => key);
}

function wholeRead(state: State, property: RequestProperty): string {
  const read = property.compat
    ? property.read.replace(property.compat, useCompat(state, property.compat))
    : property.read;
  return inContext(
    state,
    read.replace('{version}', () => quoted(state, state.facts.version)),
  );
}

/** `req.x = v`, `req.x += v`, `req.x++`, `delete req.x`: the property becomes a variable of the context. */
function rewriteWrite(state: State, target: ts.Expression, name: string): void {
  const written = target.parent;
  const isStatement = ts.isExpressionStatement(written.parent);
  if (!isStatement || name.startsWith('_'))
    return problem(state, 'request-property-written', target, { name: target.getText() });
  const key = quoted(state, name);
  const get = `c.get(${key})`;
  if (ts.isDeleteExpression(written))
    return replace(state, written, inContext(state, `c.set(${key}, undefined)`));
  if (ts.isPrefixUnaryExpression(written) || ts.isPostfixUnaryExpression(written)) {
    const sign = written.operator === ts.SyntaxKind.PlusPlusToken ? '+' : '-';
    return replace(state, written, inContext(state, `c.set(${key}, ${get} ${sign} 1)`));
  }
  if (!ts.isBinaryExpression(written)) return;
  const value = textOf(state, written.right);
  const operator = written.operatorToken.getText().slice(0, -1);
  state.variables.set(name, written.right);
  const text =
    operator === ''
      ? `${inContext(state, `c.set(${key},`)} ${value})`
      : `${inContext(state, `c.set(${key}, ${get}`)} ${operator} ${value})`;
  replace(state, written, text);
}

function rewriteDestructuring(
  state: State,
  declaration: ts.VariableDeclaration,
  reference: ts.Identifier,
): void {
  if (!ts.isObjectBindingPattern(declaration.name))
    return problem(state, 'request-escapes', reference, {
      name: reference.text,
      target: shortText(declaration),
    });
  const values = patternReads(state, declaration.name);
  if (!values) return;
  if (declareApart(state, declaration, values)) return;
  const only = values.length === 1 ? values[0] : undefined;
  if (only && !hasDefault(only))
    replace(
      state,
      declaration.name,
      state.text.slice(only.element.name.getStart(), only.element.name.end),
    );
  replace(state, reference, valuesText(values));
}

/** `const { method, path } = req;` becomes one declaration for each name. */
function declareApart(
  state: State,
  declaration: ts.VariableDeclaration,
  values: readonly PatternRead[],
): boolean {
  const statement = declaration.parent.parent;
  const isAlone =
    ts.isVariableDeclarationList(declaration.parent) &&
    declaration.parent.declarations.length === 1;
  if (values.length < 2 || !isAlone || !ts.isVariableStatement(statement) || declaration.type)
    return false;
  if (values.some((value) => hasDefault(value))) return false;
  if (/\/[/*]/.test(declaration.name.getText())) return false;
  const keyword = declaration.parent.getFirstToken()?.getText() ?? 'const';
  const end = statement.getText().endsWith(';') ? ';' : '';
  const indent = indentAt(state.text, statement.getStart(state.ast));
  const lines = values.map(
    ({ element, value }) => `${keyword} ${element.name.getText()} = ${value}${end}`,
  );
  replace(state, statement, lines.join(lineEnding(state.text) + indent));
  return true;
}

/** The declaration that takes the place of a destructured `req` parameter. */
export function destructuredParameter(
  state: State,
  pattern: ts.ObjectBindingPattern,
): string | undefined {
  const values = patternReads(state, pattern);
  if (!values) return undefined;
  const only = values.length === 1 ? values[0] : undefined;
  const target = only && !hasDefault(only) ? only.element.name : pattern;
  return `const ${target.getText()} = ${valuesText(values)}`;
}

interface PatternRead {
  readonly key: string;
  readonly element: ts.BindingElement;
  readonly value: string;
}

function patternReads(state: State, pattern: ts.ObjectBindingPattern): PatternRead[] | undefined {
  const reads: PatternRead[] = [];
  for (const element of pattern.elements) {
    const key = propertyText(element.propertyName ?? element.name);
    if (element.dotDotDotToken || key === undefined) {
      problem(state, 'request-property-computed', element, { name: REQ });
      return undefined;
    }
    if (REQUEST_UNSUPPORTED.has(key) || key.startsWith('_')) {
      problem(state, 'request-property-unsupported', element, { name: `${REQ}.${key}` });
      return undefined;
    }
    const property = REQUEST_PROPERTIES.get(key);
    const own = inContext(state, `c.get(${quoted(state, key)})`);
    const value = !property
      ? own
      : state.facts.overwritten.has(key)
        ? `(${own} ?? ${wholeRead(state, property)})`
        : wholeRead(state, property);
    reads.push({ key, element, value });
  }
  return reads;
}

/** Properties that always have a value: a default written for them never applies. */
const ALWAYS_THERE = new Set([
  'params',
  'query',
  'headers',
  'cookies',
  'auth',
  'method',
  'requestContext',
]);

function hasDefault({ key, element }: PatternRead): boolean {
  return element.initializer !== undefined && !ALWAYS_THERE.has(key);
}

function valuesText(values: readonly PatternRead[]): string {
  const only = values[0];
  if (values.length === 1 && only && !hasDefault(only)) return only.value;
  return `{ ${values.map(({ key, value }) => `${key}: ${value}`).join(', ')} }`;
}

/** Whether an object is made a string: concatenated, in a template, or by `String()`. */
function isText(node: ts.Expression): boolean {
  const parent = outermost(node).parent;
  if (ts.isTemplateSpan(parent)) return true;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return ts.isCallExpression(parent) && parent.expression.getText() === 'String';
}

function isObjectAssignTarget(node: ts.Expression): boolean {
  const call = node.parent;
  return (
    ts.isCallExpression(call) &&
    call.arguments[0] === node &&
    call.expression.getText() === 'Object.assign'
  );
}

function isPatternTarget(node: ts.Expression): boolean {
  const parent = node.parent;
  if (ts.isArrayLiteralExpression(parent) || ts.isPropertyAssignment(parent)) {
    let at: ts.Node = parent;
    while (
      ts.isArrayLiteralExpression(at) ||
      ts.isObjectLiteralExpression(at) ||
      ts.isPropertyAssignment(at)
    ) {
      if (isAssignmentTarget(at)) return true;
      at = at.parent;
    }
  }
  return false;
}

function replace(state: State, node: ts.Node, text: string): void {
  state.edits.replace(node.getStart(state.ast), node.end, text);
}

function shortText(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, ' ');
  return text.length > 40 ? `${text.slice(0, 37)}...` : text;
}
